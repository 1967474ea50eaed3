using System.Text.Json.Nodes;
using System.Threading.Channels;
using IstioLab.Labs.Api;
using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Running;

/// <summary>Follows the mark of the active lab, whoever applies its steps: a command line, a dashboard, an AppHost.</summary>
/// <param name="api">The cluster.</param>
/// <param name="time">The clock.</param>
public sealed class LabMarkWatch(IClusterApi api, TimeProvider time)
{
    private readonly Dictionary<string, LabMark> _marks = new(StringComparer.Ordinal);

    /// <summary>Follows a cluster through its API.</summary>
    /// <param name="api">The API; it stays the caller's.</param>
    /// <param name="time">The clock.</param>
    public static LabMarkWatch Of(KubeApi api, TimeProvider time) => new(new KubeClusterApi(api), time);

    /// <summary>Follows it until it is cancelled.</summary>
    /// <param name="marked">Gets each lab and step that a namespace is marked with.</param>
    /// <param name="gone">Gets the mark of a namespace that no longer has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<LabMark> marked, Action<LabMark> gone, CancellationToken cancellationToken)
    {
        var updates = Channel.CreateUnbounded<ObjectUpdate>();
        var watching = new ObjectWatcher(api, MirroredKind.All.First(kind => kind.Kind == "Namespace"), updates.Writer, time).RunAsync(cancellationToken);
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var (name, mark) in Read(update))
                {
                    Tell(name, mark, marked, gone);
                }
            }
        }
        finally
        {
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<(string Name, LabMark? Mark)> Read(ObjectUpdate update) => update switch
    {
        ObjectUpdate.One one => [(Name(one.Object), one.Deleted ? null : LabMark.Of(one.Object))],
        ObjectUpdate.Everything all =>
        [
            .. _marks.Keys.Except(all.Objects.Select(Name)).Select(name => (name, (LabMark?)null)),
            .. all.Objects.Select(ns => (Name(ns), LabMark.Of(ns))),
        ],
        _ => [],
    };

    private void Tell(string name, LabMark? mark, Action<LabMark> marked, Action<LabMark> gone)
    {
        var before = _marks.GetValueOrDefault(name);
        if (mark == before)
        {
            return;
        }

        if (mark is null)
        {
            _marks.Remove(name);
            gone(before!);
            return;
        }

        _marks[name] = mark;
        marked(mark);
    }

    private static string Name(JsonObject ns) => ns.Text("metadata", "name");
}
