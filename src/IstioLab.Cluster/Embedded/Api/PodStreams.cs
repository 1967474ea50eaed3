using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>Answers a request for a subresource that leads into pods; refuses with an <see cref="ApiException"/>.</summary>
/// <param name="http">The exchange, still unanswered.</param>
/// <param name="resource"><c>pods</c> or <c>services</c>.</param>
/// <param name="ns">The namespace.</param>
/// <param name="name">The name, for <c>proxy</c> with its port: <c>web:8080</c>, <c>https:web:443</c>.</param>
/// <param name="subresource"><c>log</c>, <c>exec</c>, <c>attach</c>, <c>portforward</c> or <c>proxy</c>.</param>
/// <param name="cancellationToken">Ends with the request and with the server.</param>
internal delegate Task PodStreams(
    HttpContext http, string resource, string ns, string name, string subresource, CancellationToken cancellationToken);
