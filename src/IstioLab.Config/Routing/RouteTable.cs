using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Ordered routes with the search over them.</summary>
internal sealed class RouteTable(ImmutableArray<Route> routes)
{
    public ImmutableArray<Route> Routes { get; } = routes;

    public Route? Find(in RequestInfo request)
    {
        foreach (var route in Routes)
        {
            if (route.Matches(in request))
            {
                return route;
            }
        }

        return null;
    }
}
