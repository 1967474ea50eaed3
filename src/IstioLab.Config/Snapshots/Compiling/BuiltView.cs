using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// A view with what it was built from. Where since then nothing but routes of VirtualServices changed, the next view is this one with some
/// virtual hosts replaced: the rest of a large mesh is not looked at.
/// </summary>
internal sealed record BuiltView(SidecarView View, MeshTables Tables, IReadOnlyDictionary<string, RouteContext> Contexts, CompileCache Cache)
{
    private const int Few = 16;

    /// <summary>The view of other tables; nothing where it has to be built anew.</summary>
    public BuiltView? After(MeshTables next)
    {
        if (!next.IsLike(Tables) || FindChanges(Tables.VirtualServices.All, next.VirtualServices.All) is not { } changes)
        {
            return null;
        }

        var changed = new Dictionary<string, RouteConfiguration>(StringComparer.Ordinal);
        foreach (var (name, configuration) in View.Routes)
        {
            // Without a context no VirtualService was compiled for the configuration.
            if (Contexts.TryGetValue(name, out var context) && Replace(configuration, context, changes) is { } replaced)
            {
                changed[name] = replaced;
            }
        }

        return this with
        {
            Tables = next,
            View = changed.Count == 0 ? View : View with
            {
                Routes = View.Routes.ToFrozenDictionary(
                    pair => pair.Key, pair => changed.GetValueOrDefault(pair.Key, pair.Value), StringComparer.Ordinal),
            },
        };
    }

    private static Dictionary<string, VirtualService>? FindChanges(ImmutableArray<VirtualService> before, ImmutableArray<VirtualService> after)
    {
        if (before.Length != after.Length)
        {
            return null;
        }

        var changes = new Dictionary<string, VirtualService>(StringComparer.Ordinal);
        for (var position = 0; position < before.Length; position++)
        {
            var (old, current) = (before[position], after[position]);
            if (ReferenceEquals(old, current))
            {
                continue;
            }

            if (changes.Count == Few || !VirtualServiceFacts.DifferInRoutesAlone(old, current))
            {
                return null;
            }

            changes[current.Source.Id.ToString()] = current;
        }

        return changes;
    }

    private RouteConfiguration? Replace(RouteConfiguration configuration, RouteContext context, Dictionary<string, VirtualService> changes)
    {
        VirtualHost[]? hosts = null;
        for (var position = 0; position < configuration.VirtualHosts.Length; position++)
        {
            var host = configuration.VirtualHosts[position];
            if (host.Rule is { } rule && changes.TryGetValue(rule.Resource, out var source))
            {
                hosts ??= [.. configuration.VirtualHosts];
                hosts[position] = Cache.Rules(source, context).HostOf(host.Name, host.Domains);
            }
        }

        return hosts is null ? null : new RouteConfiguration(configuration.Name, [.. hosts], configuration.IgnoresPortInHost, configuration);
    }
}
