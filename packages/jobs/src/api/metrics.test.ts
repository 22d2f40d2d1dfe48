import { expect, test } from "bun:test";
import { served } from "./testing/served.ts";

test("the figures tell of the queue and of requests, in the format of Prometheus, to those who may read them", async () => {
  await using api = await served();
  await api.client.submitJob({ steps: ["true"] });
  await api.fetch("/v1/jobs?limit=none");
  const text = await (await api.client.readMetrics()).text();
  expect(text).toContain("# TYPE slipway_queue_jobs gauge\n");
  expect(text).toContain('slipway_queue_jobs{state="ready"} 1\n');
  expect(text).toContain('slipway_http_requests_total{route="submitJob",method="POST",status="201"} 1\n');
  expect(text).toContain('slipway_http_requests_total{route="listJobs",method="GET",status="400"} 1\n');
  expect(text).toMatch(/slipway_http_request_seconds_bucket\{route="submitJob",le="\+Inf"\} 1\n/);
  await expect(api.as("reader").readMetrics()).rejects.toMatchObject({ code: "JOBS_FORBIDDEN" });
});
