using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Tells the upstream how long its answer may take, as Envoy's router does for each attempt.</summary>
internal static class ExpectedTimeout
{
    private const string Header = "x-envoy-expected-rq-timeout-ms";

    /// <summary>The limit of one attempt; zero for none. A limit that is not below the one of the whole request is none.</summary>
    public static TimeSpan PerTry(ForwardAction? action)
    {
        var each = action?.Retries?.PerTryTimeout ?? TimeSpan.Zero;
        return action is { Timeout.Ticks: > 0 } && each >= action.Timeout ? TimeSpan.Zero : each;
    }

    /// <summary>Writes the time that is left into the request.</summary>
    public static void Announce(Exchange exchange, ForwardAction? action, Deadline deadline)
    {
        var left = PerTry(action);
        if (action is { Timeout.Ticks: > 0 })
        {
            var whole = exchange.Attempts == 0 ? action.Timeout : action.Timeout - deadline.Elapsed(exchange.Proxy.Time);
            left = left == TimeSpan.Zero || whole < left ? whole : left;
        }
        else if (left == TimeSpan.Zero)
        {
            return;
        }
        var milliseconds = Math.Max(1, (long)Math.Ceiling(left.TotalMilliseconds));
        var headers = exchange.Context.Request.Headers;
        headers[Header] = SmallNumbers.Text(milliseconds);
        if (exchange.IsGrpc)
            headers[GrpcTimeout.Header] = GrpcTimeout.Format(milliseconds);
    }
}
