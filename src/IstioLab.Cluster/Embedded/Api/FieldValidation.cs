namespace IstioLab.Cluster.Embedded.Api;

/// <summary>What unknown and duplicate fields of a body lead to.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped without a word.</summary>
    Ignore,

    /// <summary>They are dropped with a <c>Warning</c> header.</summary>
    Warn,

    /// <summary>The request is refused.</summary>
    Strict,
}
