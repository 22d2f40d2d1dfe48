import { describeRunner } from "../testing/runner-suite.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

describeRunner("DockerRunner", () => dockerSubject());
