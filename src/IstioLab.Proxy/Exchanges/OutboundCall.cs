using IstioLab.Config.Routing;
using IstioLab.Proxy.Runtime;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// Sends a request to an endpoint of a cluster: chooses the endpoint, tries again on another as the route's policy says, keeps the
/// route's time limit, and answers in Envoy's words when the upstream does not.
/// </summary>
internal sealed class OutboundCall(Exchange exchange, ClusterRuntime cluster, ForwardAction? action, bool keepsProtocol) : UpstreamCall(exchange)
{
    private const string AttemptCountHeader = "x-envoy-attempt-count";

    private readonly RetryRules? _rules = action?.Retries is { } retries ? RetryRules.Of(retries) : null;
    private TriedEndpoints _tried;
    private ReplayableBody? _replay;
    private EndpointState? _endpoint;
    private Deadline _attemptLimit;
    private bool _tryAgain;
    private bool _isRetrying;

    private int RetriesLeft => action?.Retries is { } retries ? retries.Attempts - (Exchange.Attempts - 1) : 0;

    public async ValueTask RunAsync(ulong? hash)
    {
        try
        {
            await RunAttemptsAsync(hash);
        }
        finally
        {
            if (_isRetrying)
                cluster.Breaker!.EndRetry();
            cluster.Stats.Count(Exchange.ClientGone ? 0 : Context.Response.StatusCode, Exchange.Attempts, Exchange.Flags);
        }
    }

    private async ValueTask RunAttemptsAsync(ulong? hash)
    {
        CountRequestBody();
        KeepBody();
        using var deadline = Deadline.Start(action?.Timeout ?? TimeSpan.Zero, Exchange.Proxy.Time);
        while (true)
        {
            _endpoint = Choose(hash);
            if (_endpoint is null)
            {
                await LocalReplySender.SendAsync(Exchange, LocalReply.NoHealthyUpstream, Reasons.NoHealthyUpstream(cluster.Newest));
                return;
            }
            if (!await TryOnceAsync(_endpoint, deadline))
                return;
            if (!await PrepareNextAttemptAsync(deadline.Token))
            {
                await SendTimeoutAsync();
                return;
            }
        }
    }

    /// <summary>Chooses an endpoint and counts the request as its own, so that a pod that ends waits for it: one of the two sees the other.</summary>
    private EndpointState? Choose(ulong? hash)
    {
        while (true)
        {
            var newest = cluster.Newest;
            var endpoint = _tried.ChooseOther(newest, hash, Exchange.Connection.Destination, action?.Retries);
            endpoint?.Address.BeginRequest();
            if (endpoint is null || ReferenceEquals(newest, cluster.Newest))
                return endpoint;
            endpoint.Address.EndRequest();
        }
    }

    /// <returns>True to try again; else the client has its answer.</returns>
    private async ValueTask<bool> TryOnceAsync(EndpointState endpoint, Deadline deadline)
    {
        try
        {
            if (cluster.Breaker is { } breaker
                && await breaker.EnterAsync(UsesHttp2, deadline.Token, Context.RequestAborted) is not Admission.Admitted and var refusal)
            {
                await RefuseAsync(refusal);
                return false;
            }
            var (error, tooSlow) = await AttemptAsync(endpoint, deadline);
            return _tryAgain || await IsRetryAsync(error, tooSlow, deadline);
        }
        finally
        {
            endpoint.Address.EndRequest();
        }
    }

    private async ValueTask RefuseAsync(Admission refusal)
    {
        if (refusal == Admission.Overflow)
            await LocalReplySender.SendAsync(Exchange, LocalReply.Overflow, Reasons.Overflow(cluster));
        else if (Context.RequestAborted.IsCancellationRequested)
            NoteClientGone();
        else
            await SendTimeoutAsync();
    }

    private ValueTask SendTimeoutAsync() =>
        LocalReplySender.SendAsync(Exchange, LocalReply.ResponseTimeout, Reasons.Timeout(Exchange, action!.Timeout));

    protected override bool Accepts(HttpResponseMessage response)
    {
        cluster.Outliers?.Report(_endpoint!, (int)response.StatusCode);
        if (_rules is null || RetriesLeft <= 0 || !CanReplay)
            NoteExhausted(response);
        else
            _tryAgain = IsRetriable(response) && TryBeginRetry();
        // An answer that goes to the client may take as long as the request may.
        if (!_tryAgain)
            _attemptLimit.Lift();
        return !_tryAgain;
    }

    protected override void FinishResponse(IHeaderDictionary headers)
    {
        CorsResponder.FinishResponse(Exchange, headers);
        if (Exchange.NewCookie is { } cookie)
            headers.Append("Set-Cookie", cookie);
        ResponseRules.Apply(Exchange, headers);
    }

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        if (!UsesHttp2 && cluster.Breaker?.IsLastOfConnection() == true)
            proxyRequest.Headers.ConnectionClose = true;
    }

    private bool CanReplay => _replay is null || _replay.CanRewind;

    private async ValueTask<(ForwarderError Error, bool TooSlow)> AttemptAsync(EndpointState endpoint, Deadline deadline)
    {
        _tryAgain = false;
        _tried.Add(endpoint);
        Exchange.UpstreamHost = endpoint.Address.EndPoint;
        Exchange.UpstreamWorkload = endpoint.Workload;
        Context.Request.Headers[AttemptCountHeader] = SmallNumbers.Text(Exchange.Attempts + 1);
        ExpectedTimeout.Announce(Exchange, action, deadline);
        _attemptLimit = Deadline.Start(ExpectedTimeout.PerTry(action), Exchange.Proxy.Time, deadline.Token);
        endpoint.Begin();
        try
        {
            var error = await SendAsync(endpoint.Address.Prefix, Client, UsesHttp2, _attemptLimit.Token);
            return (error, _attemptLimit.IsOver);
        }
        finally
        {
            _attemptLimit.Dispose();
            endpoint.End();
            cluster.Breaker?.Leave(UsesHttp2);
            Exchange.UpstreamLocalAddress = endpoint.Address.LocalEndPoint;
        }
    }

    private HttpMessageInvoker Client => Exchange.Proxy.Upstream.Of(Exchange, cluster);

    private bool UsesHttp2 { get; } = cluster.Cluster.UsesHttp2
        || ((keepsProtocol || exchange.IsGrpc || cluster.Cluster.Policy.ConnectionPool?.UseClientProtocol == true)
            && HttpProtocol.IsHttp2(exchange.Context.Request.Protocol));

    /// <summary>Settles a failed attempt: true to try again, else the client has its answer.</summary>
    private async ValueTask<bool> IsRetryAsync(ForwarderError error, bool tooSlow, Deadline deadline)
    {
        if (error == ForwarderError.None)
            return false;
        if (Context.RequestAborted.IsCancellationRequested)
        {
            NoteClientGone();
            return false;
        }
        if (deadline.IsOver)
        {
            if (!Context.Response.HasStarted)
                cluster.Outliers?.ReportFailure(_endpoint!);
            await SendTimeoutAsync();
            return false;
        }
        if (Context.Response.HasStarted)
        {
            NoteBrokenAnswer(error);
            return false;
        }
        return await SettleFailureAsync(tooSlow ? null : Failure());
    }

    /// <summary>A null failure is an attempt that took too long.</summary>
    private async ValueTask<bool> SettleFailureAsync(UpstreamFailure? failure)
    {
        cluster.Outliers?.ReportFailure(_endpoint!);
        var retriable = _rules is not null && CanReplay && (failure is null ? _rules.RetriesTimeout : _rules.Retries(failure));
        if (retriable && RetriesLeft > 0)
            return TryBeginRetry() || await GiveUpAsync(failure);
        if (retriable)
            Exchange.Flags |= ResponseFlags.UpstreamRetryLimitExceeded;
        return await GiveUpAsync(failure);
    }

    private async ValueTask<bool> GiveUpAsync(UpstreamFailure? failure)
    {
        Exchange.TransportFailureReason = failure?.TransportReason;
        var reply = failure?.Reply(Exchange.Attempts > 1) ?? LocalReply.PerTryTimeout;
        await LocalReplySender.SendAsync(Exchange, reply, Reasons.UpstreamFailed(cluster, _endpoint!, reply));
        return false;
    }

    /// <returns>False when the time limit ended before the pause did.</returns>
    private async ValueTask<bool> PrepareNextAttemptAsync(CancellationToken ct)
    {
        LocalReplySender.Reset(Context.Response);
        _replay?.Rewind();
        var pause = BackOff.Next(action!.Retries!, Exchange.Attempts, Exchange.Proxy.Random);
        try
        {
            await Task.Delay(pause, Exchange.Proxy.Time, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Asks the cluster's limit of simultaneous retries; the retry is over when the request is.</summary>
    private bool TryBeginRetry()
    {
        if (_isRetrying || cluster.Breaker is not { } breaker)
            return true;
        if (!breaker.TryBeginRetry())
        {
            Exchange.Flags |= ResponseFlags.UpstreamOverflow;
            return false;
        }
        return _isRetrying = true;
    }

    private void KeepBody()
    {
        if (_rules is null || !_rules.MayReplay(Exchange.IsGrpc) || !ReplayableBody.IsNeeded(Context.Request))
            return;
        _replay = ReplayableBody.Install(Context.Request);
    }

    private bool IsRetriable(HttpResponseMessage response) =>
        response.Headers.NonValidated.Contains("x-envoy-ratelimited")
            ? _rules!.RetriesRateLimited
            : _rules!.RetriesStatus((int)response.StatusCode)
                || (Exchange.IsGrpc && GrpcStatusOf(response) is { } status && _rules.RetriesGrpc(status));

    private void NoteExhausted(HttpResponseMessage response)
    {
        if (_rules is not null && RetriesLeft <= 0 && IsRetriable(response))
            Exchange.Flags |= ResponseFlags.UpstreamRetryLimitExceeded;
    }

    private static int? GrpcStatusOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("grpc-status", out var values) && int.TryParse(values.ToString(), out var status) ? status : null;
}
