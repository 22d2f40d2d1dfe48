import { exitCode, formatBytes } from "@slipway/core";
import type { ImageInspect } from "@slipway/engine";
import { isAddressed } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { isTemplate } from "../../option.ts";
import { humanDuration } from "../../output/age.ts";
import { renderTable } from "../../output/table.ts";
import { checkServices } from "../../services.ts";
import type { imagesOptions } from "./command.ts";

interface Row {
  readonly container: string;
  readonly repository: string;
  readonly tag: string;
  readonly image: ImageInspect;
}

export async function run(context: Context, { args, options, globals }: Input<typeof imagesOptions>): Promise<number> {
  const { target, look } = await observeTarget(context, globals);
  const rows = await withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    const shown = observed.containers.filter((container) => isAddressed(container, args));
    const ids = [...new Set(shown.map(({ imageId }) => imageId))];
    const inspected = await Promise.all(ids.map((id) => engine.images.inspect(id, { signal })));
    const byId = new Map(ids.map((id, at) => [id, inspected[at]]));
    return shown.flatMap(({ name, imageId, summary }): Row[] => {
      const image = byId.get(imageId);
      return image ? [{ container: name, ...namesOf(image, summary.Image), image }] : [];
    });
  });
  context.stdout.write(await textOf(rows, options, context.now()));
  return exitCode.done;
}

/** The name that the container was made with when the image still has it, else its first one. */
function namesOf({ RepoTags }: ImageInspect, used: string): Pick<Row, "repository" | "tag"> {
  const tags = RepoTags ?? [];
  const [, repository = "<none>", tag = "<none>"] =
    /^(.*):([^:/]*)$/.exec(tags.includes(used) ? used : (tags[0] ?? "")) ?? [];
  return { repository, tag };
}

async function textOf(
  rows: readonly Row[],
  { quiet, format }: Input<typeof imagesOptions>["options"],
  now: number,
): Promise<string> {
  if (quiet) return [...new Set(rows.map(({ image }) => `${image.Id.replace("sha256:", "")}\n`))].join("");
  if (format === "json") return `${JSON.stringify(rows.map(toJson))}\n`;
  if (isTemplate(format)) {
    const { renderTemplate } = await import("../../output/template/render.ts");
    return renderTemplate(format, rows.map(toJson), { ID: "IMAGE ID", ContainerName: "CONTAINER" });
  }
  const headings = ["CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"];
  const cells = rows.map(({ container, repository, tag, image }) => [
    container,
    repository,
    tag,
    platformOf(image),
    image.Id.replace("sha256:", "").slice(0, 12),
    formatBytes(image.Size),
    `${humanDuration(Math.max(0, (now - Date.parse(image.Created)) / 1000))} ago`,
  ]);
  return renderTable(headings, cells);
}

function platformOf({ Os, Architecture, Variant }: ImageInspect): string {
  return [Os, Architecture, ...(Variant ? [Variant] : [])].join("/");
}

/** The keys of docker compose 2.40. */
function toJson({ container, repository, tag, image }: Row): object {
  const tagged = image.Metadata?.LastTagTime;
  return {
    ID: image.Id,
    ContainerName: container,
    Repository: repository,
    Tag: tag,
    Platform: platformOf(image),
    Size: image.Size,
    Created: image.Created,
    ...(tagged === undefined || tagged.startsWith("0001-") ? {} : { LastTagTime: tagged }),
  };
}
