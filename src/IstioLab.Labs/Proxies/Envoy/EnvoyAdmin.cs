using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>
/// Asks a real proxy and a real istiod for their debug pages. Both open them on loopback alone, where the API server's pod proxy does not
/// reach, so the question is asked inside the container, by the agent's own command.
/// </summary>
internal static class EnvoyAdmin
{
    private const string ProxyContainer = "istio-proxy";
    private const string ControlPlaneContainer = "discovery";

    /// <summary>A page of a proxy, such as <c>config_dump</c>.</summary>
    /// <exception cref="KubeApiException">The proxy did not answer, or not with JSON.</exception>
    public static Task<JsonNode> ReadAsync(KubeApi api, PodView pod, string page, CancellationToken cancellationToken) =>
        RunAsync(api, pod, ProxyContainer, ["pilot-agent", "request", "GET", page], cancellationToken);

    /// <summary>A page of the control plane, such as <c>debug/syncz</c>.</summary>
    /// <exception cref="KubeApiException">istiod did not answer, or not with JSON.</exception>
    public static Task<JsonNode> ReadControlPlaneAsync(KubeApi api, PodView istiod, string page, CancellationToken cancellationToken) =>
        RunAsync(api, istiod, ControlPlaneContainer, ["pilot-discovery", "request", "GET", page], cancellationToken);

    private static async Task<JsonNode> RunAsync(KubeApi api, PodView pod, string container, string[] command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var result = await PodExec.RunAsync(api, pod.Namespace, pod.Name, container, command, line => text.Append(line).Append('\n'), cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Failed(pod, container, command, $"exit code {result.ExitCode}: {result.Error.Trim()}");
        }

        try
        {
            return JsonNode.Parse(text.ToString()) ?? throw Failed(pod, container, command, "the answer is empty");
        }
        catch (JsonException)
        {
            throw Failed(pod, container, command, $"the answer is no JSON: '{FirstLine(text.ToString())}'");
        }
    }

    private static KubeApiException Failed(PodView pod, string container, string[] command, string why) => new(
        $"'{string.Join(' ', command)}' in container '{container}' of pod '{pod.Namespace}/{pod.Name}' failed, {why}. "
            + $"Try it there: 'kubectl -n {pod.Namespace} exec {pod.Name} -c {container} -- {string.Join(' ', command)}'.");

    private static string FirstLine(string text) => text.Split('\n', 2)[0] is var line && line.Length > 120 ? line[..120] : text.Split('\n', 2)[0];
}
