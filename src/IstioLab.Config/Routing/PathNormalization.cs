namespace IstioLab.Config.Routing;

/// <summary>How paths are made alike before routes are compared with them: the mesh's setting <c>pathNormalization</c>.</summary>
public enum PathNormalization
{
    /// <summary>Dot segments are removed (RFC 3986): Istio's default.</summary>
    Base,

    /// <summary>Nothing is changed.</summary>
    None,

    /// <summary>As <see cref="Base"/>, and several slashes in a row become one.</summary>
    MergeSlashes,

    /// <summary>As <see cref="MergeSlashes"/>, with slashes and backslashes that are written as <c>%2F</c> and <c>%5C</c>.</summary>
    DecodeAndMergeSlashes,
}
