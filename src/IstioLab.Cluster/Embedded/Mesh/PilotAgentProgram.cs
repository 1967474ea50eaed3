using System.Net;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Mesh.Certificates;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy;
using IstioLab.Proxy.Sidecars;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The program of Istio's proxy image: <c>istio-iptables</c> (the init container, whose work the sidecar does itself),
/// <c>proxy sidecar</c> and <c>proxy router</c>, and <c>request</c>, which reads a running proxy's pages. The container's log is the proxy's access log.
/// </summary>
internal sealed class PilotAgentProgram(ProxyServices services) : IProgram
{
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        switch (context.Arguments.Skip(1).ToArray())
        {
            case ["istio-iptables", ..]:
                context.Out.WriteLine("info\tTraffic capture is set by the sidecar when it starts (simulated by IstioLab).");
                await context.FlushAsync(cancellationToken);
                return 0;
            case ["proxy", "router", ..]:
                return await RunProxyAsync(context, ProxyType.Gateway, cancellationToken);
            case ["proxy", ..]:
                return await RunProxyAsync(context, ProxyType.Sidecar, cancellationToken);
            case ["version", ..]:
                context.Out.WriteLine($"{services.IstioVersion}-istiolab");
                await context.FlushAsync(cancellationToken);
                return 0;
            case ["request", .., "POST", "drain"]:
                // A pod that ends has left all endpoints before its containers are told.
                return 0;
            case ["request", var method, var page]:
                return await AgentRequest.RunAsync(context, method, page, cancellationToken);
            default:
                context.Err.WriteLine("pilot-agent: 'proxy sidecar', 'proxy router', 'request GET PAGE', 'request POST drain', 'istio-iptables' and 'version' are supported.");
                await context.FlushAsync(cancellationToken);
                return 2;
        }
    }

    private async Task<int> RunProxyAsync(ProgramContext context, ProxyType type, CancellationToken cancellationToken)
    {
        var spec = context.Host.Spec;
        if (services.Api.Find(Resources.Pods, spec.PodNamespace, spec.PodName) is not { } pod)
        {
            context.Err.WriteLine($"pilot-agent: pod '{spec.PodNamespace}/{spec.PodName}' does not exist any more.");
            await context.FlushAsync(cancellationToken);
            return 1;
        }

        var identity = ProxyIdentities.Of(pod, type, spec.Network.Address) with { NodeLocality = LocalityOfNode() };
        var options = new ProxyOptions
        {
            Identity = identity,
            Pod = spec.Network,
            Server = services.Http,
            Resource = TelemetryResource.Of(identity, ProxyIdentities.Workload(pod), NodeObject.Name),
            Telemetry = services.Telemetry,
            AccessLog = context.Output.Write,
            TimeProvider = services.Time,
            Random = services.Random,
            IstioVersion = services.IstioVersion,
            Resolver = new PodResolver(services.Dns, pod.Namespace).ResolveUpstreamAsync,
            Tls = new ProxyCertificates(new CredentialSecrets(services.Api, pod.Namespace), new CredentialFiles(context.Files)),
        };
        return type == ProxyType.Gateway
            ? await RunGatewayAsync(context, options, cancellationToken)
            : await RunSidecarAsync(context, options, pod, cancellationToken);
    }

    private string LocalityOfNode() => services.Api.Find(Resources.Nodes, "", NodeObject.Name) is { } node
        ? NodeLocality.Of(ProxyIdentities.Labels(node))
        : "";

    private async Task<int> RunSidecarAsync(ProgramContext context, ProxyOptions options, StoredObject pod, CancellationToken cancellationToken)
    {
        await using var sidecar = new SidecarProxy(options);
        return await ConnectAsync(
            context, options.Identity, sidecar.Apply, sidecar.RequestsTo, () => sidecar.StartAsync(CaptureRules.Of(pod), cancellationToken), cancellationToken);
    }

    private async Task<int> RunGatewayAsync(ProgramContext context, ProxyOptions options, CancellationToken cancellationToken)
    {
        await using var gateway = new GatewayProxy(options);
        return await ConnectAsync(context, options.Identity, gateway.Apply, gateway.RequestsTo, () => gateway.StartAsync(cancellationToken), cancellationToken);
    }

    private async Task<int> ConnectAsync(
        ProgramContext context, ProxyIdentity identity, Func<ProxySnapshot, long> apply, Func<IPAddress, int> requestsTo, Func<Task> start,
        CancellationToken cancellationToken)
    {
        var proxy = services.Mesh.Connect(identity, apply, requestsTo);
        try
        {
            await start();
            context.Out.WriteLine(
                $"{KubernetesTime.Micros(services.Time.GetUtcNow())}\tinfo\tEnvoy proxy is ready "
                + $"(simulated by IstioLab, Istio {services.IstioVersion}, {identity.NodeId})");
            await context.FlushAsync(cancellationToken);
            await context.UntilToldToEndAsync(cancellationToken);
            return 0;
        }
        finally
        {
            services.Mesh.Disconnect(proxy);
        }
    }
}
