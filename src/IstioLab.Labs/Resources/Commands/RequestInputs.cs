using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Reads the arguments that <c>send</c> and <c>explain</c> share.</summary>
internal static class RequestInputs
{
    /// <summary>The workload that asks: what was typed, else the Deployment itself.</summary>
    public static WorkloadName From(CommandCall call)
    {
        if (call.Resource.Object is { } key)
        {
            return new WorkloadName(key.Namespace, key.Name);
        }

        if (call.Text("from") is not { Length: > 0 } from)
        {
            call.Refuse("'from' is empty; name the workload that asks, such as 'apps-client'.");
            return new WorkloadName("", "");
        }

        return WorkloadName.Parse(from, call.Resource.Properties.First(property => property.Name == "object.namespace").Value);
    }

    public static string Url(CommandCall call)
    {
        var text = call.Text("url");
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (text.Length == 0 || !Uri.TryCreate(url, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https"))
        {
            call.Refuse($"'url' is '{text}'; it must be an http URL as the pod names it, such as 'http://apps-svc-all/'.");
        }

        return url;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Headers(CommandCall call)
    {
        var text = call.Text("header");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.Length > 0 && colon <= 0)
        {
            call.Refuse($"'header' is '{text}'; it must be 'name: value', such as 'username: nolen'.");
        }

        return colon > 0 ? [KeyValuePair.Create(text[..colon].Trim(), text[(colon + 1)..].Trim())] : [];
    }
}
