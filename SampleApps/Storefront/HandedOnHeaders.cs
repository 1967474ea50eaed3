namespace IstioLab.SampleApps.Storefront;

/// <summary>
/// Hands headers of the request that is being served on to the requests that it causes. The .NET SDK does that for
/// <c>traceparent</c> by itself; whatever else the services behind must see is the application's to pass on.
/// </summary>
internal sealed class HandedOnHeaders(IHttpContextAccessor current, IReadOnlyList<string> names) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var incoming = current.HttpContext?.Request.Headers;
        foreach (var name in names)
        {
            if (incoming is not null && incoming.TryGetValue(name, out var value))
            {
                request.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
            }
        }

        return base.SendAsync(request, cancellationToken);
    }
}
