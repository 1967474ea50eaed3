namespace IstioLab.Config.Schemas.Protobuf;

/// <summary>Protobuf's wire types.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
