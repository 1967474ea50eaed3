namespace IstioLab.Config.Schemas.Text;

/// <summary>The scalar type words of the schema language.</summary>
internal static class SchemaScalars
{
    public static (SchemaType? Type, string? Format) Find(string word) => word switch
    {
        "any" => (SchemaType.Any, null),
        "raw" => (SchemaType.Any, "raw"),
        "fields" => (SchemaType.Any, "fields"),
        "object" => (SchemaType.Object, null),
        "string" => (SchemaType.String, null),
        "bytes" => (SchemaType.String, "byte"),
        "time" => (SchemaType.String, "date-time"),
        "microtime" => (SchemaType.String, "micro-time"),
        "duration" => (SchemaType.String, "duration"),
        "quantity" => (SchemaType.String, "quantity"),
        "bool" => (SchemaType.Boolean, null),
        "int32" => (SchemaType.Integer, "int32"),
        "uint32" => (SchemaType.Integer, "uint32"),
        "int64" => (SchemaType.Integer, "int64"),
        "integer" => (SchemaType.Integer, null),
        "double" => (SchemaType.Number, "double"),
        "float" => (SchemaType.Number, "float"),
        "number" => (SchemaType.Number, null),
        "intorstring" => (SchemaType.IntOrString, null),
        _ => (null, null),
    };
}
