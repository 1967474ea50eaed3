using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy;
using IstioLab.Proxy.Sidecars;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// The program of Istio's proxy image: <c>istio-iptables</c> (the init container, whose work the sidecar does itself),
/// <c>proxy sidecar</c> and <c>proxy router</c>. The container's log is the proxy's access log.
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
                return await RouteAsync(context, cancellationToken);
            case ["proxy", ..]:
                return await ServeAsync(context, cancellationToken);
            case ["version", ..]:
                context.Out.WriteLine($"{services.IstioVersion}-istiolab");
                await context.FlushAsync(cancellationToken);
                return 0;
            default:
                context.Err.WriteLine("pilot-agent: 'proxy sidecar', 'proxy router', 'istio-iptables' and 'version' are supported.");
                await context.FlushAsync(cancellationToken);
                return 2;
        }
    }

    private async Task<int> ServeAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var spec = context.Host.Spec;
        if (services.Api.Find(Resources.Pods, spec.PodNamespace, spec.PodName) is not { } pod) return 1;
        var identity = ProxyIdentities.Of(pod, ProxyType.Sidecar, spec.Network.Address);
        await using var sidecar = new SidecarProxy(new ProxyOptions
        {
            Identity = identity,
            Pod = spec.Network,
            Server = services.Http,
            Resource = ProxyResources.Of(pod, identity),
            Telemetry = services.Telemetry,
            AccessLog = context.Output.Write,
            TimeProvider = services.Time,
            Random = services.Random,
            IstioVersion = services.IstioVersion,
        });
        var proxy = services.Mesh.Connect(identity, new SidecarTarget(sidecar));
        try
        {
            await sidecar.StartAsync(CaptureRules.Of(pod), cancellationToken);
            await AnnounceAsync(context, pod, cancellationToken);
            await context.UntilToldToEndAsync(cancellationToken);
            return 0;
        }
        finally
        {
            services.Mesh.Disconnect(proxy);
        }
    }

    /// <summary>A gateway: it is there and ready, and holds no listeners until Gateway resources act.</summary>
    private async Task<int> RouteAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var spec = context.Host.Spec;
        if (services.Api.Find(Resources.Pods, spec.PodNamespace, spec.PodName) is not { } pod) return 1;
        await using var health = services.Http.Serve(spec.Network.Listen(15021), request =>
        {
            if (request.Request.Path != "/healthz/ready") request.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await AnnounceAsync(context, pod, cancellationToken);
        await context.UntilToldToEndAsync(cancellationToken);
        return 0;
    }

    private async Task AnnounceAsync(ProgramContext context, StoredObject pod, CancellationToken cancellationToken)
    {
        context.Out.WriteLine(
            $"{KubernetesTime.Micros(services.Time.GetUtcNow())}\tinfo\tEnvoy proxy is ready (simulated by IstioLab, Istio {services.IstioVersion}, pod {pod.Namespace}/{pod.Name})");
        await context.FlushAsync(cancellationToken);
    }

    private sealed class SidecarTarget(SidecarProxy sidecar) : ISnapshotTarget
    {
        public long Apply(ProxySnapshot snapshot) => sidecar.Apply(snapshot);
    }
}
