using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>The kind of list scanners bring along: what other people's servers have left lying about.</summary>
internal static class ProbeDictionary
{
    private static readonly string[] Stems =
    [
        "admin", "api-docs", "actuator", "backup", "beta", "config", "console", "database", "debug", "dev", "dump", "env", "graphql",
        "graphiql", "health", "info", "internal", "jenkins", "jolokia", "keys", "legacy", "logs", "management", "metrics", "mobile", "old",
        "openapi", "phpmyadmin", "private", "prometheus", "redoc", "root", "secret", "secrets", "server-status", "setup", "shell",
        "sql", "staging", "status", "swagger", "swagger-ui", "temp", "test", "tmp", "token", "trace", "upload", "users", "vendor", "webhook",
    ];

    private static readonly string[] Places = ["/", "/v1/", "/v2/", "/v3/", "/api/", "/v1/admin/", "/v1/internal/", "/api/v1/", "/rest/"];
    private static readonly string[] Endings = ["", "", "", "/", ".json", ".yaml", ".bak", ".zip", ".sql", ".php", ".old", "/env", "/1", "?debug=1"];
    private static readonly string[] OddMethods = ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"];

    private static readonly IReadOnlyList<Operation> Methods =
        [.. OddMethods.Select(method => new Operation(method, "gateway", 90, 160, 3) { ForAnyone = true })];

    private static readonly Operation Get = new("GET", "gateway", 90, 160, 3) { ForAnyone = true };

    public static string Path(Chance chance) => string.Concat(chance.Of(Places), chance.Of(Stems), chance.Of(Endings));

    public static Operation Method(Chance chance) => chance.Percent(78) ? Get : chance.Of(Methods);
}
