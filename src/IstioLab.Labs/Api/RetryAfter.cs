using System.Net;

namespace IstioLab.Labs.Api;

/// <summary>
/// When a server that is busy wants to be asked again: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/ has the
/// answer 429.
/// </summary>
internal static class RetryAfter
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);

    /// <returns>Null when asking again is no use.</returns>
    public static TimeSpan? Of(HttpResponseMessage response)
    {
        var named = response.Headers.RetryAfter?.Delta;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => Bounded(named ?? s_least),
            HttpStatusCode.ServiceUnavailable when named is { } pause => Bounded(pause),
            _ => null,
        };
    }

    private static TimeSpan Bounded(TimeSpan pause) => pause < s_least ? s_least : pause > s_most ? s_most : pause;
}
