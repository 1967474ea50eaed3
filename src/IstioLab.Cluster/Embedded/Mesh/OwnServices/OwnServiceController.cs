using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Mesh.OwnServices;

/// <summary>
/// Gives processes of this machine their sidecars: each WorkloadEntry that names the process's loopback port gets one, it follows the
/// entry's changes, and ends with it.
/// </summary>
internal sealed class OwnServiceController(
    IObjectApi api, PodNetwork network, EventRecorder events, ProxyServices services) : IController, IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ObjectKey, OwnService> _running = [];
    private readonly OwnServicePorts _ports = new();

    public string Name => "own-service-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.WorkloadEntries];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change) => [change.Object.Key];

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var entry = api.Find(key.Resource, key.Namespace, key.Name);
        if (entry is null || entry.IsTerminating() || !entry.Annotations.TryGetValue(OwnServiceAnnotations.HostPort, out var hostPort))
        {
            await StopAsync(key);
            if (entry is not null) await WriteAsync(entry, null, cancellationToken);
            return null;
        }

        try
        {
            var spec = OwnServiceSpec.Read(entry, hostPort);
            if (_running.GetValueOrDefault(key)?.Spec != spec)
            {
                await StopAsync(key);
                await StartAsync(entry, spec);
            }

            await WriteAsync(entry, _running[key], cancellationToken);
        }
        catch (FormatException wrong)
        {
            await StopAsync(key);
            events.Warning(SubjectOf(entry), EventSource.Mesh, "NotJoined", $"The process has no sidecar: {wrong.Message}");
            await WriteAsync(entry, null, cancellationToken);
            return Retry;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _running.Values) await service.DisposeAsync();
        _running.Clear();
    }

    private async Task StartAsync(StoredObject entry, OwnServiceSpec spec)
    {
        var sockets = Listen(entry, spec);
        try
        {
            var service = _running[entry.Key] = await OwnService.StartAsync(spec, sockets, network, services);
            events.Normal(
                SubjectOf(entry), EventSource.Mesh, "Joined",
                $"The process on loopback port {spec.Ports.Text} is in the mesh at {spec.Address}; it calls others with HTTP_PROXY={service.HttpProxy}");
        }
        catch (SocketException)
        {
            sockets.Dispose();
            throw new FormatException($"spec.address '{spec.Address}' is taken by another workload of the mesh. Use one from 10.246.0.0/16 that is free.");
        }
    }

    private OwnServiceSockets Listen(StoredObject entry, OwnServiceSpec spec)
    {
        var wanted = entry.Annotations.GetValueOrDefault(OwnServiceAnnotations.HttpProxy);
        var sockets = new List<(string Host, Socket Socket)>();
        try
        {
            foreach (var host in spec.Hosts.Prepend("").Distinct(StringComparer.Ordinal))
            {
                sockets.Add((host, _ports.Listen(entry.Key, host, host.Length == 0 ? wanted : null)));
            }

            return new OwnServiceSockets(sockets[0].Socket, sockets[1..]);
        }
        catch (SocketException taken)
        {
            foreach (var (_, socket) in sockets) socket.Dispose();
            throw new FormatException(
                $"a loopback port that the entry had, or asks for by '{OwnServiceAnnotations.HttpProxy}', cannot be used ({taken.Message}). The mesh chooses a free one instead.");
        }
    }

    private async Task StopAsync(ObjectKey key)
    {
        if (_running.Remove(key, out var service)) await service.DisposeAsync();
    }

    private async ValueTask WriteAsync(StoredObject entry, OwnService? service, CancellationToken cancellationToken)
    {
        (string Name, string? Value)[] wanted =
            [(OwnServiceAnnotations.HttpProxy, service?.HttpProxy), (OwnServiceAnnotations.HostUrls, service?.HostUrls)];
        if (wanted.All(annotation => entry.Annotations.GetValueOrDefault(annotation.Name) == annotation.Value)) return;
        await api.ChangeAsync(entry.Key.Resource, entry.Namespace, entry.Name, null, node =>
        {
            var annotations = node.Child("metadata", "annotations");
            var changed = false;
            foreach (var (name, value) in wanted) changed |= value is null ? annotations.Remove(name) : annotations.Put(name, value);
            return changed;
        }, WriteOptions.Internal, cancellationToken);
    }

    private static EventSubject SubjectOf(StoredObject entry) => EventSubject.Of(entry, entry.ToNode().Text("apiVersion"), "WorkloadEntry");
}
