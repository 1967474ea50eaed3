using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>Writes explanations as the JSON of <c>explain -o json</c>; what is not set is left out.</summary>
public static class ExplanationWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one explanation on one line.</summary>
    public static string Write(Explanation explanation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, explanation);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes one explanation as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteStartObject();
        WriteText(writer, "id", explanation.Id);
        WriteText(writer, "listener", explanation.Listener);
        WriteText(writer, "routeConfiguration", explanation.RouteConfiguration);
        WriteText(writer, "virtualHost", explanation.VirtualHost);
        WriteText(writer, "route", explanation.RouteName);
        WriteRule(writer, explanation.Rule);
        writer.WriteString("action", NameOf(explanation.Action));
        WriteResponse(writer, explanation.Response);
        WriteDestinations(writer, explanation.Destinations, explanation.EndpointsArePlanned);
        RouteDetailsWriter.Write(writer, explanation);
        WriteSkipped(writer, explanation.Skipped);
        writer.WriteEndObject();
    }

    private static string NameOf(ExplainedAction action) => action switch
    {
        ExplainedAction.Route => "route",
        ExplainedAction.Redirect => "redirect",
        ExplainedAction.DirectResponse => "directResponse",
        ExplainedAction.Passthrough => "passthrough",
        ExplainedAction.BlackHole => "blackhole",
        _ => "none",
    };

    internal static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleReference? rule)
    {
        if (rule is null)
        {
            return;
        }

        writer.WriteStartObject("rule");
        writer.WriteString("resource", rule.Resource);
        WriteText(writer, "path", rule.Path);
        WriteText(writer, "source", rule.Position?.ToString());
        writer.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter writer, ExplainedResponse? response)
    {
        if (response is null)
        {
            return;
        }

        writer.WriteStartObject("response");
        if (response.Status > 0)
        {
            writer.WriteNumber("status", response.Status);
        }

        writer.WriteString("flags", response.Flags);
        writer.WriteString("details", response.Details);
        writer.WriteEndObject();
    }

    private static void WriteDestinations(Utf8JsonWriter writer, ImmutableArray<ExplainedDestination> destinations, bool arePlanned)
    {
        if (destinations.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("destinations");
        foreach (var destination in destinations)
        {
            writer.WriteStartObject();
            writer.WriteString("cluster", destination.Cluster);
            writer.WriteString("host", destination.Host);
            writer.WriteString("subset", destination.Subset);
            if (destination.Port > 0)
            {
                writer.WriteNumber("port", destination.Port);
            }

            writer.WriteNumber("weight", destination.Weight);
            if (!destination.Endpoints.IsDefault && !arePlanned)
            {
                WriteEndpoints(writer, destination);
            }

            WriteResponse(writer, destination.Response);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEndpoints(Utf8JsonWriter writer, ExplainedDestination destination)
    {
        writer.WriteStartArray("endpoints");
        foreach (var endpoint in destination.Endpoints)
        {
            writer.WriteStartObject();
            writer.WriteString("address", $"{endpoint.Address}:{endpoint.Port}");
            WriteText(writer, "pod", endpoint.PodName);
            writer.WriteBoolean("ready", endpoint.IsReady);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSkipped(Utf8JsonWriter writer, ImmutableArray<SkippedRule> skipped)
    {
        if (skipped.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("skipped");
        foreach (var rule in skipped)
        {
            writer.WriteStartObject();
            writer.WriteString("path", rule.Path);
            writer.WriteString("because", rule.Because);
            WriteText(writer, "source", rule.Position?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
