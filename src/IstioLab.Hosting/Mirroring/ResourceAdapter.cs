using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Sidecars;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>
/// Shows the neutral resources of one cluster as resources of Aspire. Those that the AppHost named are in its model; others appear
/// when the cluster reports them and are hidden when they are gone, as there is no call that removes one.
/// </summary>
internal sealed class ResourceAdapter
{
    private readonly IstioLabClusterResource _cluster;
    private readonly MirrorBoard _board;
    private readonly ResourceNotificationService _notifications;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, IResource> _resources;
    private readonly HashSet<string> _inModel;
    private readonly HashSet<string> _names;

    public ResourceAdapter(
        IstioLabClusterResource cluster, DistributedApplicationModel model, MirrorBoard board, ResourceNotificationService notifications, TimeProvider time)
    {
        _cluster = cluster;
        _board = board;
        _notifications = notifications;
        _time = time;
        var mirrored = model.Resources.OfType<MirroredResource>().Where(resource => resource.Cluster == cluster).ToList();
        _resources = mirrored.ToDictionary(resource => resource.MirroredName, IResource (resource) => resource, StringComparer.Ordinal);
        _resources[MirroredNames.Cluster] = cluster;
        foreach (var service in model.Resources)
        {
            // A service of the AppHost is its WorkloadEntry: the edges of a Service lead to what runs.
            foreach (var sidecar in service.Annotations.OfType<SidecarAnnotation>().Where(sidecar => sidecar.Cluster == cluster))
            {
                _resources[new ObjectKey("WorkloadEntry", sidecar.Namespace, service.Name).ResourceName] = service;
            }
        }

        _inModel = [.. _resources.Keys];
        _names = model.Resources.Select(resource => resource.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The resources that are known, with their neutral names.</summary>
    public IReadOnlyList<(string MirroredName, IResource Resource)> Resources => [.. _resources.Select(entry => (entry.Key, entry.Value))];

    /// <summary>Takes changes over.</summary>
    /// <param name="changes">What is different or gone.</param>
    /// <param name="execute">Carries out a command.</param>
    /// <returns>Resources that were not there before.</returns>
    public async Task<IReadOnlyList<(string MirroredName, IResource Resource)>> ApplyAsync(
        IEnumerable<LabResourceChange> changes, CommandRunner.Execute execute)
    {
        var all = changes.ToList();
        var added = new List<(string, IResource)>();
        foreach (var present in all.Select(change => change.Resource).OfType<LabResource>().Where(present => !_resources.ContainsKey(present.Name)))
        {
            var resource = Create(present);
            _resources[present.Name] = resource;
            added.Add((present.Name, resource));
        }

        foreach (var change in all)
        {
            if (change.Resource is { } present)
            {
                await ShowAsync(present, execute);
            }
            else
            {
                await HideAsync(change.Name);
            }
        }

        return added;
    }

    /// <summary>Says of every resource that its cluster has ended.</summary>
    public async Task EndAsync()
    {
        _board.Clear(_cluster.Name);
        foreach (var name in _resources.Where(entry => entry.Value is MirroredResource).Select(entry => entry.Key).ToList())
        {
            await HideAsync(name);
        }
    }

    private KubernetesObjectResource Create(LabResource present)
    {
        var plain = present.DisplayName[(present.DisplayName.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var name = ResourceNaming.Free(plain, ObjectResources.SuffixOf(present.Type), _names.Contains);
        _names.Add(name);
        return new KubernetesObjectResource(name, present.Type, present.Name, _cluster);
    }

    private async Task ShowAsync(LabResource present, CommandRunner.Execute execute)
    {
        _board.Set(_cluster.Name, present);
        var target = _resources[present.Name];
        CommandMapper.Replace(target, present, execute);
        await (target is MirroredResource
            ? _notifications.PublishUpdateAsync(target, before => SnapshotMapper.Map(before, present, NameOf, IdOf))
            : _notifications.PublishUpdateAsync(target, before => SnapshotMapper.Enrich(before, present)));
    }

    private async Task HideAsync(string name)
    {
        _board.Remove(_cluster.Name, name);
        if (!_resources.TryGetValue(name, out var target) || target is not MirroredResource)
        {
            return;
        }

        CommandMapper.Clear(target);
        var inModel = _inModel.Contains(name);
        await _notifications.PublishUpdateAsync(target, before => before with
        {
            State = inModel
                ? new ResourceStateSnapshot(KnownResourceStates.NotStarted, KnownResourceStateStyles.Info)
                : new ResourceStateSnapshot(KnownResourceStates.Finished, KnownResourceStateStyles.Info),
            StopTimeStamp = _time.GetUtcNow().UtcDateTime,
            Commands = [],
            Relationships = [],
            Urls = [],
            IsHidden = !inModel,
        });
    }

    /// <summary>The name by which edges find a resource.</summary>
    private string? NameOf(string mirroredName) => _resources.GetValueOrDefault(mirroredName)?.Name;

    /// <summary>What children name as their parent: a resource that has a process has a name for each run of it.</summary>
    private string? IdOf(string mirroredName) => _resources.GetValueOrDefault(mirroredName) switch
    {
        MirroredResource mirrored => mirrored.Name,
        { } process => _notifications.TryGetCurrentState(process.Name, out var current) ? current.ResourceId : process.Name,
        null => null,
    };
}
