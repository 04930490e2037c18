using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engine.Integration.Gateways;

/// <summary>Somebody who signs JSON Web Tokens (RS256), with a key of its own.</summary>
internal sealed class TokenSigner : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>PEM.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    public string Sign(string user, DateTimeOffset ends)
    {
        var text = Part("""{"alg":"RS256","typ":"JWT"}""") + "." +
            Part(string.Create(CultureInfo.InvariantCulture, $$"""{"sub":"{{user}}","exp":{{ends.ToUnixTimeSeconds()}}}"""));
        return text + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public void Dispose() => _key.Dispose();

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
