using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>
/// Ordered routes with the search over them. The first route that matches is taken; an index by exact path, path prefix and exact header
/// value leaves out those that cannot match, so that thousands of rules cost little more than a few.
/// </summary>
internal sealed class RouteTable(ImmutableArray<Route> routes)
{
    private const int SmallTable = 16;

    // Built by the first request: most tables of a proxy never see one. Two requests may build it at once, with the same result.
    private RouteIndex? index;

    public ImmutableArray<Route> Routes { get; } = routes;

    public Route? Find(in RequestInfo request)
    {
        if (Routes.Length > SmallTable)
        {
            var position = (index ??= new RouteIndex(Routes)).Find(in request);
            return position < 0 ? null : Routes[position];
        }

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
