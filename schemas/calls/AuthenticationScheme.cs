namespace Engine.Schemas;

public enum AuthenticationScheme { None, Basic, Bearer, Jwt, ApiKey, Cookie, ClientCertificate, Signature, Other }
