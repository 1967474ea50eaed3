using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>
/// Ordered routes with the search over them. The first route that matches is taken; an index by exact path, path prefix and exact header
/// value leaves out those that cannot match, so that thousands of rules cost little more than a few.
/// </summary>
internal sealed class RouteTable
{
    private const int SmallTable = 8;

    private readonly RouteIndex? index;

    public RouteTable(ImmutableArray<Route> routes)
    {
        Routes = routes;
        index = routes.Length > SmallTable ? new RouteIndex(routes) : null;
    }

    public ImmutableArray<Route> Routes { get; }

    public Route? Find(in RequestInfo request)
    {
        if (index is not null)
        {
            var position = index.Find(in request);
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
