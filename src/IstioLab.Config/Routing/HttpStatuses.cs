using System.Collections.Frozen;

namespace IstioLab.Config.Routing;

/// <summary>The HTTP statuses that have a name in Go's <c>net/http</c>, which is what Istio asks.</summary>
internal static class HttpStatuses
{
    private static readonly FrozenSet<int> s_known =
    [
        .. Enumerable.Range(100, 4), .. Enumerable.Range(200, 9), 226, .. Enumerable.Range(300, 6), 307, 308,
        .. Enumerable.Range(400, 19), .. Enumerable.Range(421, 6), 428, 429, 431, 451, .. Enumerable.Range(500, 9), 510, 511,
    ];

    public static bool IsKnown(int status) => s_known.Contains(status);
}
