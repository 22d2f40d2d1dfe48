import { expect, test } from "bun:test";
import { renderTemplate } from "./render.ts";

const web = {
  Name: "demo-web-1",
  State: "running",
  ExitCode: 0,
  Labels: "a=1,com.example.tier=front=end",
  Networks: ["back", "front"],
  Publishers: [
    { URL: "0.0.0.0", PublishedPort: 8080 },
    { URL: "", PublishedPort: 0 },
  ],
};
const job = { Name: "demo-job-1", State: "exited", ExitCode: 3, Labels: "", Networks: [], Publishers: [] };

test.each([
  ["{{.Name}}", "demo-web-1\ndemo-job-1\n"],
  ["{{ .Name }}\\t{{.State}}", "demo-web-1\trunning\ndemo-job-1\texited\n"],
  ["a }} b", "a }} b\na }} b\n"],
  ["{{json .Networks}}", '["back","front"]\n[]\n'],
  ["{{.Networks}} {{len .Networks}}", "[back front] 2\n[] 0\n"],
  ['{{join .Networks ", "}}', "back, front\n\n"],
  ["{{.Name | upper}}", "DEMO-WEB-1\nDEMO-JOB-1\n"],
  ['{{.Label "com.example.tier"}}', "front=end\n\n"],
  ['{{if eq .State "exited"}}ended with {{.ExitCode}}{{else}}runs{{end}}', "runs\nended with 3\n"],
  ["{{if .ExitCode}}bad{{end}}", "\nbad\n"],
  ["{{range .Publishers}}{{.URL}}:{{.PublishedPort}} {{else}}none{{end}}", "0.0.0.0:8080 :0 \nnone\n"],
  ["{{with index .Networks 0}}on {{.}}{{else}}alone{{end}}", "on back\nalone\n"],
  ["x {{- /* a comment */ -}} y{{/* another */}}", "xy\nxy\n"],
  ['{{truncate .Name 4}}{{print "}}" `a"b`}}', 'demo}}a"b\ndemo}}a"b\n'],
  ["{{upper (print .State 1)}}", "RUNNING1\nEXITED1\n"],
])("the template %s gives a line for each object", (template, expected) => {
  expect(renderTemplate(template, [web, job])).toBe(expected);
});

test("after `table` there are columns under headings", () => {
  expect(renderTemplate("table {{.Name}}\\t{{.ExitCode}}\\t{{.State | upper}}", [web, job], { State: "NOW" })).toBe(
    ["NAME         EXIT CODE   NOW", "demo-web-1   0           RUNNING", "demo-job-1   3           EXITED", ""].join(
      "\n",
    ),
  );
  expect(renderTemplate("table {{.Name}}", [])).toBe("NAME\n");
});

test.each([
  ["{{.Nmae}}", "there is no field .Nmae; did you mean .Name?"],
  ["{{uper .Name}}", "there is no function uper; did you mean upper?"],
  ["{{.Name", "a `{{` is not closed"],
  ["{{if .Name}}x", "an `if` has no `end`"],
  ["{{end}}", "an `end` too many"],
  ["{{}}", "an action is empty"],
  ["{{.Name ]}}", "`.Name ]` is not understood"],
  ["{{toString .Name}}", "there is no function toString, only json"],
])("%s is an error that says why", (template, why) => {
  expect(() => renderTemplate(template, [web])).toThrow(why);
});
