using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes PartialObjectMetadata.</summary>
internal static class MetadataWriter
{
    /// <summary>Writes a list.</summary>
    public static async Task WriteAsync(ApiRequest request, ListPage page)
    {
        var writer = request.Http.Response.BodyWriter;
        Encoding.UTF8.GetBytes(ListWriter.Head("PartialObjectMetadataList", "meta.k8s.io/v1", page), writer);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0) writer.Write(","u8);
            Write(writer, page.Items[index]);
        }
        writer.Write("]}\n"u8);
        await writer.FlushAsync(request.Aborted);
    }

    /// <summary>Writes one object.</summary>
    public static async Task WriteAsync(ApiRequest request, StoredObject item)
    {
        request.Http.Response.ContentType = "application/json";
        Write(request.Http.Response.BodyWriter, item);
        await request.Http.Response.BodyWriter.FlushAsync(request.Aborted);
    }

    /// <summary>Writes one object.</summary>
    public static void Write(IBufferWriter<byte> writer, StoredObject item)
    {
        using var document = JsonDocument.Parse(item.Json);
        writer.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        writer.Write(JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("metadata")));
        writer.Write("}"u8);
    }
}
