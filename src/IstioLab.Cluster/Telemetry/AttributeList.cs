using System.Globalization;
using Google.Protobuf.Collections;

namespace IstioLab.Cluster.Telemetry;

/// <summary>Fills a list of OTLP attributes.</summary>
internal static class AttributeList
{
    public static void Put(this RepeatedField<Otlp.Attribute> attributes, string key, string? value) =>
        attributes.Add(new Otlp.Attribute { Key = key, Value = new Otlp.Value { Text = value ?? "" } });

    public static void Put(this RepeatedField<Otlp.Attribute> attributes, string key, long value) =>
        attributes.Put(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a value that may be missing; a missing one is left out.</summary>
    public static void PutKnown(this RepeatedField<Otlp.Attribute> attributes, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            attributes.Put(key, value);
        }
    }
}
