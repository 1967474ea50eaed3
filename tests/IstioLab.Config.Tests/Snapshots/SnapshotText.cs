using System.Text;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>All that a snapshot says to a proxy, as text to compare.</summary>
internal static class SnapshotText
{
    public static string Write(ProxySnapshot snapshot)
    {
        var text = new StringBuilder();
        text.Append(snapshot.OutboundPolicy).Append(' ').Append(snapshot.EgressCluster).Append('\n');
        foreach (var listener in snapshot.Listeners)
        {
            text.Append(listener.Name).Append(':');
            foreach (var chain in listener.FilterChains)
            {
                text.Append(' ').Append(chain.Tls).Append(chain.OnlyHttp).Append(chain.RouteConfiguration).Append(' ')
                    .AppendJoin(',', chain.ServerNames).Append(' ').AppendJoin(',', chain.TcpDestinations.Select(Write));
            }

            text.Append('\n');
        }

        foreach (var (name, configuration) in snapshot.Routes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append("routes ").Append(name).Append(' ').Append(configuration.IgnoresPortInHost).Append('\n');
            foreach (var host in configuration.VirtualHosts) Write(text, host);
        }

        text.AppendJoin('\n', snapshot.Inbound).Append('\n');
        return text.AppendJoin('\n', snapshot.Clusters.Keys.Order(StringComparer.Ordinal)).ToString();
    }

    private static void Write(StringBuilder text, VirtualHost host)
    {
        text.Append(' ').Append(host.Name).Append(' ').AppendJoin(',', host.Domains).Append(' ').Append(host.Rule).Append(' ')
            .AppendJoin(';', host.Dropped).Append('\n');
        foreach (var route in host.Routes)
        {
            text.Append("  ").Append(route.Name).Append(' ').AppendJoin(" and ", route.Conditions).Append(' ').Append(route.Rule).Append(' ')
                .Append(route.Operation).Append(' ').Append(route.Fault).Append(' ').AppendJoin(',', route.Request.Changes).Append(' ')
                .Append(Write(route.Action)).Append('\n');
        }
    }

    private static string Write(RouteAction action) => action is ForwardAction forward
        ? $"{string.Join(',', forward.Destinations.Select(Write))} of {forward.TotalWeight} {forward.Timeout} {forward.Retries?.Attempts} "
            + $"{forward.Rewrite?.Authority} {string.Join(',', forward.Mirrors)} {string.Join(',', forward.HashPolicies)}"
        : action.ToString()!;

    private static string Write(WeightedDestination destination) => $"{destination.Cluster}={destination.Weight}";
}
