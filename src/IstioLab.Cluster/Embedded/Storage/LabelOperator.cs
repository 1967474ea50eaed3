namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>How a label selector compares.</summary>
internal enum LabelOperator
{
    /// <summary>The value is one of the list.</summary>
    In,

    /// <summary>The label is absent or its value is not in the list.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The value is a larger number.</summary>
    GreaterThan,

    /// <summary>The value is a smaller number.</summary>
    LessThan,
}
