using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of custom kinds: <c>additionalPrinterColumns</c>.</summary>
internal static class CustomCells
{
    /// <summary>One cell per column.</summary>
    public static IReadOnlyList<object?> Read(StoredObject item, JsonElement root, ImmutableArray<TableColumn> columns, DateTimeOffset now) =>
        [.. columns.Select(column => column.JsonPath is null ? item.Name : Cell(JsonPathReader.Find(root, column.JsonPath), column.Type, now))];

    private static object? Cell(JsonElement? found, string type, DateTimeOffset now)
    {
        if (found is not { } value || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return null;
        if (type == "date")
        {
            return DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? HumanDuration.Since(time, now)
                : "<invalid>";
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => type is "integer" or "number" or "boolean" ? null : value.GetString(),
            JsonValueKind.True => type == "boolean" ? true : "true",
            JsonValueKind.False => type == "boolean" ? false : "false",
            JsonValueKind.Number when type == "integer" && value.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when type == "number" => value.GetDouble(),
            _ => value.GetRawText(),
        };
    }
}
