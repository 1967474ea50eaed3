using System.Buffers;
using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes lists without parsing the objects.</summary>
internal static class ListWriter
{
    private const int FlushAfter = 64 * 1024;

    /// <summary>Writes one page.</summary>
    public static async Task WriteAsync(ApiRequest request, ListPage page)
    {
        var response = request.Http.Response;
        response.ContentType = "application/json";
        var writer = response.BodyWriter;
        Encoding.UTF8.GetBytes(Head(request.Resource.ListKind, request.Resource.ApiVersion(request.Version), page), writer);
        var pending = 0;
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0) writer.Write(","u8);
            ObjectBytes.Write(writer, page.Items[index], request.Resource, request.Version);
            pending += page.Items[index].Json.Length;
            if (pending < FlushAfter) continue;
            await writer.FlushAsync(request.Aborted);
            pending = 0;
        }
        writer.Write("]}\n"u8);
        await writer.FlushAsync(request.Aborted);
    }

    /// <summary>The beginning of a list, up to and with the bracket of its items.</summary>
    public static string Head(string kind, string apiVersion, ListPage page) =>
        $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",{Metadata(page)},\"items\":[";

    /// <summary>The <c>metadata</c> property of a list.</summary>
    public static string Metadata(ListPage page)
    {
        var text = new StringBuilder("\"metadata\":{");
        text.Append(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{page.Version}\"");
        if (page.Continue is not null) text.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{page.Continue}\"");
        if (page.Remaining is { } remaining) text.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        return text.Append('}').ToString();
    }
}
