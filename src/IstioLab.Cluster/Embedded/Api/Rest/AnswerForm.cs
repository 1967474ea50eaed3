namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>The form in which a client wants an answer.</summary>
internal enum AnswerForm
{
    /// <summary>The object itself.</summary>
    Object,

    /// <summary>A Table.</summary>
    Table,

    /// <summary>PartialObjectMetadata.</summary>
    Metadata,
}
