namespace IstioLab.Config.Schemas;

/// <summary>What a strategic merge patch does with a list or an object (<c>x-kubernetes-patch-strategy</c>).</summary>
[Flags]
public enum PatchStrategy
{
    /// <summary>A list is replaced, an object merged field by field.</summary>
    Replace = 0,

    /// <summary>List elements are merged by <see cref="SchemaNode.PatchMergeKey"/>, or as a set of scalars without a key.</summary>
    Merge = 1,

    /// <summary>Fields that <c>$retainKeys</c> does not name are cleared.</summary>
    RetainKeys = 2,
}
