using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using IstioLab.Config.Routing;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Explanation;

/// <summary>Writes what a route does besides choosing a destination.</summary>
internal static class RouteDetailsWriter
{
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        if (explanation.Location is { } location)
        {
            WriteRedirect(writer, explanation.Route?.Action as RedirectAction, location);
        }

        if (explanation.Route is not { } route)
        {
            return;
        }

        if (route.Action is DirectResponseAction { Body.Length: > 0 } direct)
        {
            writer.WriteString("body", Encoding.UTF8.GetString(direct.Body.Span));
        }

        if (route.Action is ForwardAction forward)
        {
            WriteRewrite(writer, forward.Rewrite, explanation.RewrittenPath);
        }

        var own = route.Action is ForwardAction { Destinations: [var only] } ? only : null;
        WriteHeaders(writer, "requestHeaders", route.Request, own?.Request);
        WriteHeaders(writer, "responseHeaders", route.Response, own?.Response);
        if (route.Action is ForwardAction action)
        {
            WriteForward(writer, action);
        }

        WriteFault(writer, route.Fault);
        WriteCors(writer, route.Cors);
    }

    private static void WriteRedirect(Utf8JsonWriter writer, RedirectAction? action, string location)
    {
        writer.WriteStartObject("redirect");
        writer.WriteNumber("code", action?.StatusCode ?? 301);
        ExplanationWriter.WriteText(writer, "scheme", action is null ? "https" : action.Scheme);
        ExplanationWriter.WriteText(writer, "authority", action?.Authority);
        ExplanationWriter.WriteText(writer, "uri", action?.Path);
        if (action?.Port is { } port)
        {
            writer.WriteNumber("port", port);
        }

        writer.WriteString("location", location);
        writer.WriteEndObject();
    }

    private static void WriteRewrite(Utf8JsonWriter writer, RewritePolicy? rewrite, string? path)
    {
        if (rewrite is null)
        {
            return;
        }

        writer.WriteStartObject("rewrite");
        ExplanationWriter.WriteText(writer, "uri", rewrite.PrefixReplacement ?? rewrite.FullPath);
        ExplanationWriter.WriteText(writer, "path", path);
        ExplanationWriter.WriteText(writer, "authority", rewrite.Authority);
        writer.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter writer, string name, HeaderOperations route, HeaderOperations? destination)
    {
        ImmutableArray<string> removed = [.. route.Remove, .. destination?.Remove ?? []];
        ImmutableArray<HeaderChange> changes = [.. destination?.Changes ?? [], .. route.Changes];
        if (removed.IsEmpty && changes.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject(name);
        WriteChanges(writer, "set", changes.Where(change => !change.Append));
        WriteChanges(writer, "add", changes.Where(change => change.Append));
        if (!removed.IsEmpty)
        {
            writer.WriteStartArray("remove");
            foreach (var header in removed)
            {
                writer.WriteStringValue(header);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter writer, string name, IEnumerable<HeaderChange> changes)
    {
        var last = changes.GroupBy(change => change.Name, StringComparer.Ordinal).ToList();
        if (last.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var group in last)
        {
            writer.WriteString(group.Key, name == "add" ? string.Join(',', group.Select(change => change.Value)) : group.Last().Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteForward(Utf8JsonWriter writer, ForwardAction forward)
    {
        if (forward.Timeout > TimeSpan.Zero)
        {
            writer.WriteString("timeout", GoDuration.Format(forward.Timeout));
        }

        if (forward.Retries is { } retries)
        {
            writer.WriteStartObject("retries");
            writer.WriteNumber("attempts", retries.Attempts);
            writer.WriteString("retryOn", string.Join(',', retries.RetryOn));
            if (!retries.StatusCodes.IsEmpty)
            {
                writer.WriteString("statusCodes", string.Join(',', retries.StatusCodes));
            }

            if (retries.PerTryTimeout > TimeSpan.Zero)
            {
                writer.WriteString("perTryTimeout", GoDuration.Format(retries.PerTryTimeout));
            }

            writer.WriteEndObject();
        }

        if (!forward.Mirrors.IsEmpty)
        {
            writer.WriteStartArray("mirrors");
            foreach (var mirror in forward.Mirrors)
            {
                writer.WriteStartObject();
                writer.WriteString("cluster", mirror.Cluster);
                writer.WriteNumber("percent", mirror.PerMillion / 10_000.0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteFault(Utf8JsonWriter writer, FaultPolicy? fault)
    {
        if (fault is null)
        {
            return;
        }

        writer.WriteStartObject("fault");
        if (fault.HasDelay)
        {
            writer.WriteStartObject("delay");
            writer.WriteString("fixedDelay", GoDuration.Format(fault.Delay));
            writer.WriteNumber("percent", fault.DelayPerMillion / 10_000.0);
            writer.WriteEndObject();
        }

        if (fault.HasAbort)
        {
            writer.WriteStartObject("abort");
            writer.WriteNumber(fault.AbortGrpcStatus is null ? "httpStatus" : "grpcStatus", fault.AbortGrpcStatus ?? fault.AbortStatus);
            writer.WriteNumber("percent", fault.AbortPerMillion / 10_000.0);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteCors(Utf8JsonWriter writer, CorsPolicy? cors)
    {
        if (cors is null)
        {
            return;
        }

        writer.WriteStartObject("cors");
        ExplanationWriter.WriteText(writer, "allowMethods", cors.AllowMethods);
        ExplanationWriter.WriteText(writer, "allowHeaders", cors.AllowHeaders);
        ExplanationWriter.WriteText(writer, "maxAge", cors.MaxAge);
        writer.WriteEndObject();
    }
}
