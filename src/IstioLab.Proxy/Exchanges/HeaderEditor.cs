using IstioLab.Config.Routing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Makes a rule's changes to headers in Envoy's order: remove, then set or add one after the other.</summary>
internal static class HeaderEditor
{
    public static void Apply(HeaderOperations operations, IHeaderDictionary headers, Exchange exchange)
    {
        if (operations.IsEmpty)
            return;
        foreach (var name in operations.Remove)
            headers.Remove(name);
        foreach (var change in operations.Changes)
        {
            var value = HeaderFormat.Expand(change.Value, exchange);
            if (value.Length == 0)
                continue;
            if (change.Append && headers.TryGetValue(change.Name, out var present))
                headers[change.Name] = Microsoft.Extensions.Primitives.StringValues.Concat(present, value);
            else
                headers[change.Name] = value;
        }
    }
}
