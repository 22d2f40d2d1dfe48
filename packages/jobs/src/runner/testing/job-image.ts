/** The image that tests run jobs in: SLIPWAY_TEST_JOB_IMAGE, else the rig's Debian with git and curl, which no registry has. */
export const jobImage = process.env["SLIPWAY_TEST_JOB_IMAGE"] ?? "slipway-job:test";
