using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Telemetry;

/// <summary>
/// Proves that spans arrive: sends one request from a pod with a trace of its own and waits for a span of it. When none comes, it looks at
/// the links of the chain one by one and names the first that is broken.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="relay">Where spans should arrive.</param>
/// <param name="istio">The cluster's Istio release.</param>
public sealed class TelemetryCheck(KubeApi api, OtlpRelay relay, MinorVersion istio)
{
    private const string Provider = TelemetryManifests.TracesProvider;

    /// <summary>How long a span may take to come.</summary>
    /// <value>Default: 10 seconds; Envoy sends what it has at least every 5.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the chain of one pod.</summary>
    /// <param name="pod">The pod that asks. Without a sidecar no span can come: then the links alone are looked at.</param>
    /// <param name="url">What it asks.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<TelemetryVerdict> RunAsync(PodView pod, Uri url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var before = relay.Counters.Unauthorized;
        try
        {
            if (pod.HasSidecar && await SeeSpanAsync(pod, url, cancellationToken) is { } service)
            {
                return ReceiverProblem() ?? new TelemetryVerdict(null, $"A span of '{service}' arrived for a request from '{pod.Namespace}/{pod.Name}' to '{url}'.", null);
            }

            return await WalkAsync(pod, before, cancellationToken);
        }
        catch (KubeApiException refused)
        {
            return new TelemetryVerdict(
                TelemetryLink.Request,
                $"Pod '{pod.Namespace}/{pod.Name}' could not send the request to '{url}': {refused.Message}",
                $"See 'kubectl -n {pod.Namespace} describe pod {pod.Name}'.");
        }
    }

    private async Task<string?> SeeSpanAsync(PodView pod, Uri url, CancellationToken cancellationToken)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var awaited = relay.WaitForTraceAsync(trace, Patience, cancellationToken);
        await TrafficSender.CollectAsync(
            api,
            pod,
            new TrafficRequest { Url = url.ToString(), Headers = [KeyValuePair.Create("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01")] },
            cancellationToken);
        return await awaited;
    }

    private async Task<TelemetryVerdict> WalkAsync(PodView pod, long unauthorizedBefore, CancellationToken cancellationToken)
    {
        var mesh = await MeshTelemetry.ReadAsync(api, cancellationToken);
        var named = await TelemetryObjects.TracingProvidersAsync(api, pod, cancellationToken);
        if (!(named.Count > 0 ? named : mesh?.DefaultTracing ?? []).Contains(Provider))
        {
            return NoTelemetry(pod, named);
        }

        if (mesh?.Find(Provider) is not { } provider)
        {
            return NoProvider(mesh);
        }

        if (provider.Port != relay.GrpcPort)
        {
            return OtherPort(mesh, provider);
        }

        if (!await IsKnownAsync(provider, cancellationToken))
        {
            return NoServiceEntry(provider);
        }

        if (await RelayProbe.RunAsync(api, pod, provider, cancellationToken) is { } broken)
        {
            return broken.Link == TelemetryLink.Dns ? NoAddress(pod, provider, broken.Seen) : NoConnection(provider, broken.Seen);
        }

        return relay.Counters.Unauthorized > unauthorizedBefore || (istio >= new MinorVersion(1, 24) && relay.Token is not null && provider.Token != relay.Token)
            ? WrongToken(mesh)
            : ReceiverProblem() ?? NoSpan(pod);
    }

    private async Task<bool> IsKnownAsync(TelemetryProvider provider, CancellationToken cancellationToken)
    {
        var parts = provider.Host.Split('.');
        if (parts.Length > 2 && parts[2] == "svc" && await api.FindAsync($"api/v1/namespaces/{parts[1]}/services/{parts[0]}", cancellationToken) is not null)
        {
            return true;
        }

        var entries = await api.ListAsync($"apis/networking.istio.io/{(istio < new MinorVersion(1, 22) ? "v1beta1" : "v1")}/serviceentries", cancellationToken);
        return entries.Any(entry => Strings(entry["spec"]?["hosts"]).Contains(provider.Host)
            && (entry["spec"]?["ports"] as JsonArray ?? []).Any(port => port?["number"]?.ToString() == Number(provider.Port)));
    }

    private TelemetryVerdict NoTelemetry(PodView pod, IReadOnlyList<string> named) => new(
        TelemetryLink.Telemetry,
        named.Count == 0
            ? $"No Telemetry object names a provider of spans for pod '{pod.Namespace}/{pod.Name}'."
            : $"The Telemetry object that applies to pod '{pod.Namespace}/{pod.Name}' names '{string.Join("', '", named)}' and not '{Provider}'.",
        $"Apply this:\n{TelemetryManifests.Telemetry(istio, pod.Namespace)}");

    private TelemetryVerdict NoProvider(MeshTelemetry? mesh) => new(
        TelemetryLink.Provider,
        $"The mesh configuration '{mesh?.Source ?? TelemetryManifests.RootNamespace}' has no extension provider '{Provider}'; a Telemetry object that names it is ignored.",
        $"Add this to 'extensionProviders' (kubectl -n {TelemetryManifests.RootNamespace} edit configmap istio, or the values of your installation):\n{TelemetryManifests.Providers(relay.Route("host.k3d.internal"), istio, depth: 0)}");

    private TelemetryVerdict OtherPort(MeshTelemetry mesh, TelemetryProvider provider) => new(
        TelemetryLink.Provider,
        $"Extension provider '{Provider}' of '{mesh.Source}' leads to port '{Number(provider.Port)}', and the relay listens on '{Number(relay.GrpcPort)}'.",
        $"Set 'port: {Number(relay.GrpcPort)}' there, or end the program that holds port {Number(provider.Port)} and start again with './lab down' and './lab up'.");

    private TelemetryVerdict NoServiceEntry(TelemetryProvider provider) => new(
        TelemetryLink.ServiceEntry,
        $"Istio knows no service '{provider.Host}' with port {Number(provider.Port)}, so no proxy has a cluster for provider '{Provider}', and none sends a span.",
        $"Apply this:\n{TelemetryManifests.ServiceEntry(relay.Route(provider.Host), istio, TelemetryManifests.RootNamespace)}");

    private static TelemetryVerdict NoAddress(PodView pod, TelemetryProvider provider, string seen) => new(
        TelemetryLink.Dns,
        $"{seen}: the name '{provider.Host}' has no address in the cluster.",
        $"Ask it there: 'kubectl -n {pod.Namespace} exec {pod.Name} -c {pod.DefaultContainer} -- nslookup {provider.Host}'. k3d writes the name into CoreDNS when it starts a cluster: "
            + "'k3d cluster stop NAME' and 'k3d cluster start NAME' write it again; elsewhere name an address in the ServiceEntry's 'endpoints'.");

    private TelemetryVerdict NoConnection(TelemetryProvider provider, string seen) => new(
        TelemetryLink.Connection,
        $"{seen}: nothing there takes connections for the relay, which listens on '{relay.Address}' port {Number(relay.GrpcPort)}.",
        $"A firewall between the cluster and this machine is the usual cause: allow TCP port {Number(provider.Port)} from the cluster's network (Linux: 'sudo ufw allow {Number(provider.Port)}/tcp').");

    private static TelemetryVerdict WrongToken(MeshTelemetry mesh) => new(
        TelemetryLink.Token,
        $"The relay refused spans: extension provider '{Provider}' of '{mesh.Source}' does not send the relay's '{RelayToken.Header}'.",
        "'./lab down' and './lab up' write the token anew; on a cluster that is not ours set the value that './lab up' prints in 'opentelemetry.grpc.initialMetadata'.");

    private TelemetryVerdict? ReceiverProblem() => relay.Counters.LastProblem is { } problem
        ? new TelemetryVerdict(TelemetryLink.Receiver, problem, "'./lab down' and './lab up' start a dashboard with a key of its own.")
        : null;

    private TelemetryVerdict NoSpan(PodView pod) => new(
        TelemetryLink.Proxy,
        pod.HasSidecar
            ? $"Every link from pod '{pod.Namespace}/{pod.Name}' to the dashboard is as it should be, and no span came within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s."
            : $"Every link from pod '{pod.Namespace}/{pod.Name}' to the dashboard is as it should be; spans come once the pod has a sidecar.",
        pod.HasSidecar
            ? $"Look for 'could not find cluster for tracing provider' in 'kubectl -n {TelemetryManifests.RootNamespace} logs deploy/istiod', and restart the pod: 'kubectl -n {pod.Namespace} delete pod {pod.Name}'."
            : null)
    {
        Broken = pod.HasSidecar ? TelemetryLink.Proxy : null,
    };

    private static IEnumerable<string?> Strings(JsonNode? list) =>
        (list as JsonArray ?? []).Select(item => (string?)item);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
