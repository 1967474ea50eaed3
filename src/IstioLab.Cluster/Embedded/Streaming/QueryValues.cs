using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary>Reads query parameters as Kubernetes writes them: <c>true</c> from kubectl, <c>1</c> from KubernetesClient.</summary>
internal static class QueryValues
{
    public static bool IsSet(IQueryCollection query, string name) => query[name].ToString() is "true" or "1" or "True" or "t" or "T";

    /// <exception cref="Api.ApiException">400 where the value is no number.</exception>
    public static long? Number(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw PodTarget.Refuse($"query parameter '{name}' is '{text}', which is no number");
    }
}
