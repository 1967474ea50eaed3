using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Api.Rest;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>Writes Tables (https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables).</summary>
internal sealed class TableWriter(TimeProvider time)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a page as one Table.</summary>
    public async Task WriteAsync(ApiRequest request, ListPage page)
    {
        request.Http.Response.ContentType = "application/json";
        var writer = request.Http.Response.BodyWriter;
        var columns = Columns(request);
        Begin(writer, ListWriter.Metadata(page), columns);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0) writer.Write(","u8);
            Row(writer, request, page.Items[index], columns);
            if (index % 64 == 63) await writer.FlushAsync(request.Aborted);
        }
        writer.Write("]}\n"u8);
        await writer.FlushAsync(request.Aborted);
    }

    /// <summary>Writes one object as a Table of one row.</summary>
    public void WriteRow(IBufferWriter<byte> writer, ApiRequest request, StoredObject item, bool withColumns)
    {
        var columns = Columns(request);
        var metadata = string.Create(CultureInfo.InvariantCulture, $"\"metadata\":{{\"resourceVersion\":\"{item.ResourceVersion}\"}}");
        Begin(writer, metadata, withColumns ? columns : []);
        Row(writer, request, item, columns);
        writer.Write("]}"u8);
    }

    private static ImmutableArray<TableColumn> Columns(ApiRequest request) => request.Resource.FindVersion(request.Version)!.Columns;

    private static void Begin(IBufferWriter<byte> writer, string metadata, ImmutableArray<TableColumn> columns)
    {
        Encoding.UTF8.GetBytes($"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",{metadata},\"columnDefinitions\":", writer);
        using (var json = new Utf8JsonWriter(writer, s_options))
        {
            json.WriteStartArray();
            foreach (var column in columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("type", column.Type);
                json.WriteString("format", column.Format);
                json.WriteString("description", column.Description);
                json.WriteNumber("priority", column.Priority);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        writer.Write(",\"rows\":["u8);
    }

    private void Row(IBufferWriter<byte> writer, ApiRequest request, StoredObject item, ImmutableArray<TableColumn> columns)
    {
        using var document = JsonDocument.Parse(item.Json);
        var root = document.RootElement;
        var now = time.GetUtcNow();
        writer.Write("{\"cells\":"u8);
        using (var json = new Utf8JsonWriter(writer, s_options))
        {
            var cells = request.Resource.Custom
                ? CustomCells.Read(item, root, columns, now)
                : BuiltInCells.Read(request.Resource.Id, item, root, columns, now);
            json.WriteStartArray();
            for (var index = 0; index < columns.Length; index++) Cell(json, index < cells.Count ? cells[index] : null);
            json.WriteEndArray();
        }
        writer.Write(",\"object\":"u8);
        if (request.Query("includeObject") == "Object") ObjectBytes.Write(writer, item, request.Resource, request.Version);
        else if (request.Query("includeObject") == "None") writer.Write("null"u8);
        else WriteMetadata(writer, root);
        writer.Write("}"u8);
    }

    private static void WriteMetadata(IBufferWriter<byte> writer, JsonElement root)
    {
        writer.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        writer.Write(JsonMarshal.GetRawUtf8Value(root.GetProperty("metadata")));
        writer.Write("}"u8);
    }

    private static void Cell(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(cell.ToString());
                break;
        }
    }
}
