/** The file of generated secrets, beside the settings file. It belongs to one machine and into no repository. */
export const secretsFileName = ".slipway.secrets.env";
