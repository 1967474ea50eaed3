using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>Istio's sample helloworld: <c>/hello</c> names version and instance.</summary>
internal static class Helloworld
{
    /// <summary>Port of the sample.</summary>
    public const int Port = 5000;

    /// <summary>The program of one version.</summary>
    public static IProgram Create(string version) => new HttpServiceProgram(Port, context => (request, _) =>
    {
        var shown = context.Environment.GetValueOrDefault("SERVICE_VERSION") ?? version;
        var (status, text) = request.Path switch
        {
            "/hello" => (200, $"Hello version: {shown}, instance: {context.Host.Hostname}\n"),
            "/health" => (200, "Helloworld is healthy"),
            _ => (404, "Not Found\n"),
        };
        return new(new HttpServerResponse
        {
            Status = status,
            Headers = [new("Content-Type", "text/html; charset=utf-8")],
            Body = Encoding.UTF8.GetBytes(text),
        });
    });
}
