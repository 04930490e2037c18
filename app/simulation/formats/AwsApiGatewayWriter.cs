using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>AWS API Gateway with the template of deploy/examples/aws-api-gateway. AWS writes every value as text, and - where there is none.</summary>
internal sealed class AwsApiGatewayWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line)
    {
        var isPerson = call is { IsAuthenticated: true, Credential.Account.IsConsumer: false };
        var isMachine = call is { IsAuthenticated: true, Credential.Account.IsConsumer: true };
        JsonParts.Split(call, out var path, out _);
        line.Add("{\"extendedRequestId\":\""u8).AddHex(LineParts.Number(call)).Add("=\",\"requestTimeEpoch\":\""u8).Add(call.At).Add("\""u8)
            .AddText("ip"u8, call.Client.AddressText).AddText("httpMethod"u8, call.Operation.MethodText).AddText("path"u8, path)
            .Add(",\"resourcePath\":\"-\",\"routeKey\":\"-\""u8).AddText("domainName"u8, LineParts.Host).AddText("protocol"u8, "HTTP/1.1"u8)
            .Add(",\"status\":\""u8).Add(call.Status).Add("\",\"responseLength\":\""u8).Add(call.ResponseBytes)
            .Add("\",\"responseLatency\":\""u8).Add(call.Milliseconds).Add("\""u8).AddText("userAgent"u8, call.Client.UserAgent.Utf8)
            .AddText("user"u8, "-"u8).AddText("principalId"u8, "-"u8)
            .AddText("sub"u8, isPerson ? call.Credential!.Account.NameText : "-"u8)
            .AddText("apiKeyId"u8, isMachine ? call.Credential!.Account.NameText : "-"u8).Add(",\"clientCertSubject\":\"-\"}\n"u8);
    }
}
