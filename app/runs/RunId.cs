using System.Globalization;
using System.Security.Cryptography;

namespace Engine.App.Runs;

/// <summary>Names a run: when it began, and some digits so that two in one second differ.</summary>
internal static class RunId
{
    /// <summary>For example <c>20261123-235501-7f3a</c>.</summary>
    public static string New(TimeProvider time) =>
        time.GetUtcNow().ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(4, lowercase: true);
}
