using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Manifests;

namespace IstioLab.Testing;

/// <summary>A server of this machine as the mesh sees it: a WorkloadEntry that names its loopback port.</summary>
internal static class OwnProcess
{
    private const string ProxyAnnotation = "istiolab.dev/http-proxy";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>The entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="port">The loopback port.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="number">Makes its address unlike all others of the lab.</param>
    public static JsonObject Entry(WorkloadName name, int port, IReadOnlyDictionary<string, string> labels, int number) => new JsonObject
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = "WorkloadEntry",
        ["metadata"] = new JsonObject
        {
            ["name"] = name.Name,
            ["namespace"] = name.Namespace,
            ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))),
            ["annotations"] = new JsonObject { ["istiolab.dev/host-port"] = port.ToString(CultureInfo.InvariantCulture) },
        },
        ["spec"] = new JsonObject { ["address"] = string.Create(CultureInfo.InvariantCulture, $"10.246.{128 + (number >> 8)}.{number & 255}") },
    };

    /// <summary>Applies the entry and waits for the URL that the mesh writes.</summary>
    /// <exception cref="IstioLabException">The API refused it, or the URL did not come in time.</exception>
    public static async Task<Uri> JoinAsync(
        KubeApi api, JsonObject wanted, WorkloadName name, IstioLabOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await new ManifestApplier(api).ApplyAsync(wanted, name.Namespace, cancellationToken);
        }
        catch (KubeApiException refused)
        {
            throw new IstioLabException(refused.Message, refused);
        }

        var started = options.TimeProvider.GetTimestamp();
        while (true)
        {
            var entry = await api.FindAsync($"apis/networking.istio.io/v1/namespaces/{name.Namespace}/workloadentries/{name.Name}", cancellationToken);
            if ((string?)entry?["metadata"]?["annotations"]?[ProxyAnnotation] is { } url) return new Uri(url);
            if (options.TimeProvider.GetElapsedTime(started) > options.ReadyTimeout)
            {
                throw new IstioLabException(
                    $"WorkloadEntry '{name}' has no proxy after {options.ReadyTimeout.TotalSeconds:0} s. 'kubectl -n {name.Namespace} describe workloadentry {name.Name}' shows why.");
            }

            await Task.Delay(Look, options.TimeProvider, cancellationToken);
        }
    }
}
