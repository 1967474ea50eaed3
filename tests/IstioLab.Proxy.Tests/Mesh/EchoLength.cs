using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>Answers with the length of the body.</summary>
internal static class EchoLength
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        var length = 0L;
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            length += read;
        await context.Response.WriteAsync(length.ToString(CultureInfo.InvariantCulture), context.RequestAborted);
    }
}
