namespace IstioLab.Config.Schemas;

/// <summary>How server-side apply merges a list (<c>x-kubernetes-list-type</c>).</summary>
public enum ListType
{
    /// <summary>The list is one value with one owner.</summary>
    Atomic,

    /// <summary>The elements are scalars, each owned by itself.</summary>
    Set,

    /// <summary>The elements are objects, told apart by <see cref="SchemaNode.ListMapKeys"/>.</summary>
    Map,
}
