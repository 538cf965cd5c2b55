// The official Node.js clients against the emulators, by the endpoints and keys in the environment.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, describe, test } from 'node:test';
import OSS from 'ali-oss';
import TableStore from 'tablestore';

const {
  OSS_ENDPOINT: ossEndpoint,
  TABLESTORE_ENDPOINT: tablestoreEndpoint,
  ACCESS_KEY_ID: accessKeyId,
  ACCESS_KEY_SECRET: accessKeySecret,
  BUCKET: bucket,
  INSTANCE: instancename,
} = process.env;

/** Without an SDK; every host is this one, whatever its name. */
const plainGet = (url) =>
  new Promise((resolve, reject) => {
    const lookup = (host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
    get(url, { lookup }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) {
        chunks.push(chunk);
      }
      resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() });
    }).on('error', reject);
  });

describe('ali-oss', () => {
  for (const authorizationV4 of [false, true]) {
    describe(authorizationV4 ? 'V4 signatures' : 'V1 signatures', () => {
      const oss = (secret = accessKeySecret, endpoint = ossEndpoint) =>
        new OSS({
          endpoint,
          region: 'oss-cn-hangzhou',
          accessKeyId,
          accessKeySecret: secret,
          bucket,
          secure: false,
          authorizationV4,
        });
      const client = oss();
      const folder = authorizationV4 ? 'v4' : 'v1';

      test('put, head, get with a range, delete', async () => {
        const key = `${folder}/hello world ü+%.txt`;
        await client.put(key, Buffer.from('hello, world'), { meta: { color: 'blue' }, mime: 'text/plain' });
        const head = await client.head(key);
        assert.equal(head.meta.color, 'blue');
        assert.equal(head.res.headers['content-length'], '12');
        const whole = await client.get(key);
        assert.equal(whole.content.toString(), 'hello, world');
        const part = await client.get(key, { headers: { Range: 'bytes=0-4' } });
        assert.equal(part.content.toString(), 'hello');
        await client.delete(key);
        await assert.rejects(client.get(key), { code: 'NoSuchKey', status: 404 });
      });

      test('list with prefix, delimiter and pages', async () => {
        for (const name of ['a', 'b', 'sub/c', 'sub/d']) {
          await client.put(`${folder}-list/${name}`, Buffer.from(name));
        }
        const top = await client.listV2({ prefix: `${folder}-list/`, delimiter: '/' });
        assert.deepEqual(top.objects.map((o) => o.name), [`${folder}-list/a`, `${folder}-list/b`]);
        assert.deepEqual(top.prefixes, [`${folder}-list/sub/`]);
        const names = [];
        let next = {};
        while (next) {
          const page = await client.list({ prefix: `${folder}-list/`, 'max-keys': 3, ...next });
          names.push(...page.objects.map((o) => o.name));
          next = page.nextMarker && { marker: page.nextMarker };
        }
        assert.equal(names.length, 4);
        const gone = await client.deleteMulti(names, { quiet: true });
        assert.equal(gone.res.status, 200);
      });

      test('multipart upload, copy, append', async () => {
        const content = Buffer.alloc(300 * 1024, 'x');
        await client.multipartUpload(`${folder}/big`, content, { partSize: 100 * 1024 });
        await client.copy(`${folder}/copy`, `${folder}/big`);
        const copy = await client.get(`${folder}/copy`);
        assert.ok(copy.content.equals(content));
        const first = await client.append(`${folder}/log`, Buffer.from('one'));
        assert.equal(first.nextAppendPosition, '3');
        await client.append(`${folder}/log`, Buffer.from('two'), { position: 3 });
        assert.equal((await client.get(`${folder}/log`)).content.toString(), 'onetwo');
      });

      test('a signed URL serves a plain client', async () => {
        await client.put(`${folder}/shared`, Buffer.from('for you'));
        // The client signs URLs for host names alone, and names the bucket in the host.
        const named = oss(accessKeySecret, ossEndpoint.replace('127.0.0.1', 'localhost'));
        const url = authorizationV4
          ? await named.signatureUrlV4('GET', 60, {}, `${folder}/shared`)
          : named.signatureUrl(`${folder}/shared`, { expires: 60 });
        assert.deepEqual(await plainGet(url), { status: 200, text: 'for you' });
        assert.equal((await plainGet(url.replace('shared', 'other'))).status, 403);
      });

      test('a wrong secret is refused', async () => {
        await assert.rejects(oss('wrong').put(`${folder}/no`, Buffer.from('')), {
          code: 'SignatureDoesNotMatch',
          status: 403,
        });
      });
    });
  }
});

describe('tablestore', () => {
  const open = (secretAccessKey = accessKeySecret) =>
    new TableStore.Client({ accessKeyId, secretAccessKey, endpoint: tablestoreEndpoint, instancename });
  const client = open();
  const tableName = 'smoke';
  const key = (id) => [{ id }];
  const ignore = () => new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null);

  after(async () => {
    await client.deleteTable({ tableName });
  });

  test('create, describe and list a table', async () => {
    await client.createTable({
      tableMeta: { tableName, primaryKey: [{ name: 'id', type: 'STRING' }] },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: { timeToLive: -1, maxVersions: 1 },
    });
    const described = await client.describeTable({ tableName });
    assert.equal(described.tableMeta.primaryKey[0].name, 'id');
    const listed = await client.listTable();
    assert.deepEqual(listed.tableNames, [tableName]);
  });

  test('put, update, get and delete a row', async () => {
    await client.putRow({
      tableName,
      condition: ignore(),
      primaryKey: key('one'),
      attributeColumns: [{ name: 'Ada' }, { age: TableStore.Long.fromNumber(36) }, { height: 1.7 }, { fine: true }],
    });
    await client.updateRow({
      tableName,
      condition: ignore(),
      primaryKey: key('one'),
      updateOfAttributeColumns: [{ PUT: [{ name: 'Ada L.' }] }, { DELETE_ALL: ['height'] }],
    });
    const { row } = await client.getRow({ tableName, primaryKey: key('one'), maxVersions: 1 });
    const columns = Object.fromEntries(row.attributes.map((c) => [c.columnName, c.columnValue]));
    assert.equal(columns.name, 'Ada L.');
    assert.equal(Number(columns.age), 36);
    assert.equal(columns.fine, true);
    assert.ok(!('height' in columns));
    await client.deleteRow({ tableName, condition: ignore(), primaryKey: key('one') });
    const gone = await client.getRow({ tableName, primaryKey: key('one'), maxVersions: 1 });
    assert.ok(!gone.row.primaryKey || gone.row.primaryKey.length === 0);
  });

  test('a batch of rows is read back as a range, page by page', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({
      type: 'PUT',
      condition: ignore(),
      primaryKey: key(`r${String(i).padStart(2, '0')}`),
      attributeColumns: [{ number: TableStore.Long.fromNumber(i) }],
    }));
    const written = await client.batchWriteRow({ tables: [{ tableName, rows }] });
    assert.ok(written.tables.every((r) => r.isOk));
    const numbers = [];
    let inclusiveStartPrimaryKey = [{ id: TableStore.INF_MIN }];
    while (inclusiveStartPrimaryKey) {
      const page = await client.getRange({
        tableName,
        direction: TableStore.Direction.FORWARD,
        inclusiveStartPrimaryKey,
        exclusiveEndPrimaryKey: [{ id: TableStore.INF_MAX }],
        limit: 10,
        maxVersions: 1,
      });
      numbers.push(...page.rows.map((r) => Number(r.attributes[0].columnValue)));
      inclusiveStartPrimaryKey = page.nextStartPrimaryKey?.map((c) => ({ [c.name]: c.value }));
    }
    assert.deepEqual(numbers, rows.map((_, i) => i));
  });

  test('a condition that does not hold and a wrong secret are refused with the code of the service', async () => {
    await assert.rejects(
      client.putRow({
        tableName,
        condition: new TableStore.Condition(TableStore.RowExistenceExpectation.EXPECT_EXIST, null),
        primaryKey: key('nobody'),
        attributeColumns: [{ a: 'b' }],
      }),
      (e) => /OTSConditionCheckFail/.test(`${e.name} ${e.message}`),
    );
    await assert.rejects(open('wrong').listTable(), (e) => e.code === 403 || /OTSAuthFailed/.test(`${e.name} ${e.message}`));
  });
});

describe('faults', () => {
  const faults = `${ossEndpoint}/_sluice/faults`;

  after(async () => {
    await fetch(faults, { method: 'DELETE' });
  });

  test('a fault that is set over HTTP meets the next call of its operation', async () => {
    const fault = { fault: 'error', status: 503, code: 'ServiceUnavailable', operation: 'GetBucketInfo' };
    const set = await fetch(faults, { method: 'POST', body: JSON.stringify(fault) });
    assert.equal(set.status, 200);
    const client = new OSS({
      endpoint: ossEndpoint,
      region: 'oss-cn-hangzhou',
      accessKeyId,
      accessKeySecret,
      bucket,
      secure: false,
    });
    await assert.rejects(client.getBucketInfo(bucket), { code: 'ServiceUnavailable', status: 503 });
    assert.equal((await client.getBucketInfo(bucket)).bucket.Name, bucket);
    const { calls } = await (await fetch(`${ossEndpoint}/_sluice/calls`)).json();
    const met = calls.filter((c) => c.operation === 'GetBucketInfo').map((c) => [c.status, c.fault]);
    assert.deepEqual(met, [[503, 'error'], [200, null]]);
  });
});
