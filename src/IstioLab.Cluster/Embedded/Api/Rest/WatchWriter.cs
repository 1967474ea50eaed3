using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Writes the events of one watch, one JSON object per line.</summary>
internal sealed class WatchWriter(ApiRequest request, AnswerForm form, TableWriter tables)
{
    private readonly PipeWriter _writer = request.Http.Response.BodyWriter;
    private bool _columnsSent;

    /// <summary>Writes one change.</summary>
    public void Write(ObjectEventType type, StoredObject item)
    {
        _writer.Write(type switch
        {
            ObjectEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
            ObjectEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
            _ => "{\"type\":\"DELETED\",\"object\":"u8,
        });
        if (form == AnswerForm.Object) ObjectBytes.Write(_writer, item, request.Resource, request.Version);
        else if (form == AnswerForm.Metadata) MetadataWriter.Write(_writer, item);
        else tables.WriteRow(_writer, request, item, withColumns: !_columnsSent);
        _columnsSent = true;
        _writer.Write("}\n"u8);
    }

    /// <summary>Writes how far the client has seen everything.</summary>
    public void Bookmark(long version, bool initialEventsEnd)
    {
        var annotations = initialEventsEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var metadata = string.Create(CultureInfo.InvariantCulture, $"\"metadata\":{{\"resourceVersion\":\"{version}\"{annotations}}}");
        var body = form switch
        {
            AnswerForm.Table => $"\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",{metadata},\"columnDefinitions\":[],\"rows\":[]",
            AnswerForm.Metadata => $"\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",{metadata}",
            _ => $"\"kind\":\"{request.Resource.Kind}\",\"apiVersion\":\"{request.Resource.ApiVersion(request.Version)}\",{metadata}",
        };
        Encoding.UTF8.GetBytes($"{{\"type\":\"BOOKMARK\",\"object\":{{{body}}}}}\n", _writer);
    }

    /// <summary>Writes why the watch cannot go on.</summary>
    public void Error(ApiStatus status)
    {
        _writer.Write("{\"type\":\"ERROR\",\"object\":"u8);
        _writer.Write(Answers.Bytes(status.ToJson()));
        _writer.Write("}\n"u8);
    }

    /// <summary>Sends what was written.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);
}
