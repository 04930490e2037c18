using System.Globalization;
using System.Text;
using Engine.Sinks.ClickHouse.Embedded;
using Microsoft.AspNetCore.Http;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>An error as ClickHouse's HTTP interface reports it, so that its clients raise their usual exception.</summary>
internal static class HttpFailure
{
    public static async Task WriteAsync(HttpContext http, ChdbException error)
    {
        if (http.Response.HasStarted)
        {
            // The status is gone: cutting the connection is what tells a client that the rows so far are not all.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = Status(error.Code);
        http.Response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "text/plain; charset=UTF-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(error.Message + "\n"));
    }

    private static int Status(int code) => code switch
    {
        ChdbException.AuthenticationFailed or ChdbException.ReadOnly => StatusCodes.Status403Forbidden,
        ChdbException.NotImplemented => StatusCodes.Status501NotImplemented,
        16 or 46 or 47 or 60 or 81 or 73 => StatusCodes.Status404NotFound, // unknown column, function, identifier, table, database, format
        159 => StatusCodes.Status408RequestTimeout,
        6 or 26 or 27 or 33 or 36 or 38 or 41 or 42 or 43 or 53 or 62 or 69 or 72 or 115 or 117 or 130 or 131 or 457
            => StatusCodes.Status400BadRequest, // the statement, a setting, a parameter or the data is wrong
        _ => StatusCodes.Status500InternalServerError,
    };
}
