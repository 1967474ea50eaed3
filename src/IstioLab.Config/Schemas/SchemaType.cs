namespace IstioLab.Config.Schemas;

/// <summary>The JSON type of a value, as OpenAPI v3 and Kubernetes' structural schemas name them.</summary>
public enum SchemaType
{
    /// <summary>Any JSON value; nothing below it is checked.</summary>
    Any,

    /// <summary>An object with known fields.</summary>
    Object,

    /// <summary>An object whose keys are data; <see cref="SchemaNode.Items"/> describes the values.</summary>
    Map,

    /// <summary>A list; <see cref="SchemaNode.Items"/> describes the elements.</summary>
    Array,

    /// <summary>A string.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number or a string, as a Service's <c>targetPort</c>.</summary>
    IntOrString,
}
