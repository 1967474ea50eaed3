using System.Text;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Health and version; open to everyone, as in a real cluster.</summary>
internal sealed class InfoHandler(KubernetesVersion version)
{
    /// <summary>Answers <c>/version</c>, <c>/readyz</c>, <c>/livez</c> and <c>/healthz</c>; false for other paths.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http, string path)
    {
        var name = path.Trim('/');
        if (name == "version")
        {
            await Answers.WriteAsync(http, StatusCodes.Status200OK, version.ToJson());
            return true;
        }
        var check = name.Split('/')[0];
        if (check is not ("readyz" or "livez" or "healthz")) return false;
        var verbose = http.Request.Query.ContainsKey("verbose");
        var text = verbose ? $"[+]ping ok\n[+]log ok\n{check} check passed\n" : "ok";
        await Answers.WriteAsync(http, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
        return true;
    }
}
