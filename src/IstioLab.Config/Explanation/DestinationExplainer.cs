using System.Collections.Immutable;
using System.Globalization;
using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>Says what becomes of a request at its destinations.</summary>
internal static class DestinationExplainer
{
    public static Explanation Connection(ProxySnapshot snapshot, Explanation explanation, ImmutableArray<WeightedDestination> destinations)
    {
        var action = destinations is [var only] ? ActionOf(only.Cluster) : ExplainedAction.Route;
        var explained = Explain(snapshot, destinations, null, showsEndpoints: false);
        return explanation with
        {
            Action = action,
            Destinations = explained,
            Response = action == ExplainedAction.BlackHole
                ? new ExplainedResponse(0, "UH", "no_healthy_upstream")
                : Common(explained) is { } failure ? failure with { Status = 0 } : null,
        };
    }

    public static ExplainedAction ActionOf(string cluster) => cluster switch
    {
        UpstreamCluster.PassthroughName => ExplainedAction.Passthrough,
        UpstreamCluster.BlackHoleName => ExplainedAction.BlackHole,
        _ => ExplainedAction.Route,
    };

    public static ImmutableArray<ExplainedDestination> Explain(
        ProxySnapshot snapshot,
        ImmutableArray<WeightedDestination> destinations,
        EndpointTable? endpoints,
        bool showsEndpoints)
    {
        var total = destinations.Sum(destination => destination.Weight);
        return
        [
            .. destinations.Select(destination =>
            {
                var cluster = snapshot.Clusters.GetValueOrDefault(destination.Cluster);
                return new ExplainedDestination(
                    destination.Cluster,
                    destination.Host,
                    destination.Subset,
                    destination.Port,
                    total == 0 ? 0 : Math.Round(destination.Weight * 100.0 / total, 4),
                    cluster is null || !showsEndpoints ? default : cluster.Endpoints,
                    Failure(cluster, endpoints),
                    cluster is null ? HintOf(snapshot, destination) : "");
            }),
        ];
    }

    /// <summary>The answer when every destination fails in the same way.</summary>
    public static ExplainedResponse? Common(ImmutableArray<ExplainedDestination> destinations) =>
        destinations.IsEmpty || destinations.Any(destination => destination.Response != destinations[0].Response)
            ? null
            : destinations[0].Response;

    /// <summary>Which part of a destination is missing: the subset, the port or the host.</summary>
    private static string HintOf(ProxySnapshot snapshot, WeightedDestination destination)
    {
        var known = snapshot.Clusters.Values.Where(cluster => cluster.Host == destination.Host).ToList();
        if (known.Count == 0)
        {
            return destination.Host.Contains('.', StringComparison.Ordinal) && !destination.Host.EndsWith($".svc.{snapshot.Settings.ClusterDomain}", StringComparison.Ordinal)
                ? $"no service that this proxy sees has the name '{destination.Host}'; a name with a dot is taken as it is"
                : $"no service that this proxy sees has the name '{destination.Host}'";
        }

        var ports = known.Select(cluster => cluster.Port).Distinct().Order().ToList();
        return ports.Contains(destination.Port)
            ? $"no DestinationRule of '{destination.Host}' that this proxy sees has the subset '{destination.Subset}'{(known[0].Type == ClusterType.Endpoints ? "" : ", or no endpoint has its labels")}"
            : string.Create(CultureInfo.InvariantCulture, $"'{destination.Host}' has no port {destination.Port}; its ports are {string.Join(", ", ports)}; write destination.port.number");
    }

    private static ExplainedResponse? Failure(UpstreamCluster? cluster, EndpointTable? endpoints)
    {
        if (cluster is null)
        {
            return new ExplainedResponse(503, "NC", "cluster_not_found");
        }

        var known = cluster.IsExternal || endpoints?.Knows(cluster.Namespace, cluster.ServiceName) == true;
        return cluster.Type == ClusterType.Endpoints && known && !cluster.Endpoints.Any(endpoint => endpoint.IsReady)
            ? new ExplainedResponse(503, "UH", "no_healthy_upstream")
            : null;
    }
}
