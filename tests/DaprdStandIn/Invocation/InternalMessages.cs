using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;

namespace DaprdStandIn.Invocation;

using Headers = IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>;

/// <summary>InternalInvokeRequest of dapr.proto.internals.v1: what one daprd sends to another.</summary>
internal sealed record InternalRequest(Headers Metadata, InvokeRequest Message);

/// <summary>InternalInvokeResponse of dapr.proto.internals.v1: the answer of the app, whatever its status.</summary>
internal sealed record InternalResponse(int Status, Headers Headers, InvokeResponse Message);

/// <summary>
/// The unary method between daprds. No package carries these two messages, so they are written and read field by field; a real
/// daprd that calls the stand-in tries the streaming variant first and falls back to this one.
/// </summary>
internal static class InternalMessages
{
    private const int ApiVersionV1 = 1;

    public static readonly Method<InternalRequest, InternalResponse> CallLocal = new(
        MethodType.Unary,
        "dapr.proto.internals.v1.ServiceInvocation",
        "CallLocal",
        Marshallers.Create(Write, ReadRequest),
        Marshallers.Create(Write, ReadResponse));

    private static byte[] Write(InternalRequest request) => Write(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteEnum(ApiVersionV1);
        WriteHeaders(output, 2, request.Metadata);
        output.WriteTag(3, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(request.Message);
    });

    private static byte[] Write(InternalResponse response) => Write(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Write(status =>
        {
            status.WriteTag(1, WireFormat.WireType.Varint);
            status.WriteInt32(response.Status);
        })));
        WriteHeaders(output, 2, response.Headers);
        output.WriteTag(4, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(response.Message);
    });

    private static InternalRequest ReadRequest(byte[] bytes)
    {
        var metadata = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        var message = new InvokeRequest();
        ForEachField(bytes, (field, input) =>
        {
            switch (field)
            {
                case 2:
                    metadata.Add(ReadHeader(input.ReadBytes()));
                    return true;
                case 3:
                    input.ReadMessage(message);
                    return true;
                default:
                    return false;
            }
        });
        return new(metadata, message);
    }

    private static InternalResponse ReadResponse(byte[] bytes)
    {
        var status = 0;
        var headers = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        var message = new InvokeResponse();
        ForEachField(bytes, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    ForEachField(input.ReadBytes().ToByteArray(), (inner, code) =>
                    {
                        if (inner == 1)
                        {
                            status = code.ReadInt32();
                        }

                        return inner == 1;
                    });
                    return true;
                case 2:
                    headers.Add(ReadHeader(input.ReadBytes()));
                    return true;
                case 4:
                    input.ReadMessage(message);
                    return true;
                default:
                    return false;
            }
        });
        return new(status, headers, message);
    }

    /// <summary>A map entry: the name is field 1; field 2 is a message whose field 1 repeats the values.</summary>
    private static void WriteHeaders(CodedOutputStream output, int field, Headers headers)
    {
        foreach (var (name, values) in headers)
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(Write(entry =>
            {
                entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
                entry.WriteString(name);
                entry.WriteTag(2, WireFormat.WireType.LengthDelimited);
                entry.WriteBytes(ByteString.CopyFrom(Write(list =>
                {
                    foreach (var value in values)
                    {
                        list.WriteTag(1, WireFormat.WireType.LengthDelimited);
                        list.WriteString(value);
                    }
                })));
            })));
        }
    }

    private static KeyValuePair<string, IReadOnlyList<string>> ReadHeader(ByteString bytes)
    {
        var name = "";
        var values = new List<string>();
        ForEachField(bytes.ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 1:
                    name = input.ReadString();
                    return true;
                case 2:
                    ForEachField(input.ReadBytes().ToByteArray(), (inner, list) =>
                    {
                        if (inner == 1)
                        {
                            values.Add(list.ReadString());
                        }

                        return inner == 1;
                    });
                    return true;
                default:
                    return false;
            }
        });
        return new(name, values);
    }

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            write(output);
        }

        return buffer.ToArray();
    }

    /// <param name="read">Reads a field and says so, or leaves it to be skipped.</param>
    private static void ForEachField(byte[] bytes, Func<int, CodedInputStream, bool> read)
    {
        using var input = new CodedInputStream(bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
