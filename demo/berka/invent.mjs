// Invents what the PKDD'99 data lacks: the bank's tree, its staff, and a Chinese name, phone, e-mail, identity number, address
// and consents for every client. ALL OF IT IS INVENTED; nobody of that name, phone or number is meant. Deterministic: the same
// input gives the same bytes. Run it in this folder: node invent.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const rows = (name) => gunzipSync(readFileSync(`${name}.asc.gz`)).toString('latin1').trim().split('\r\n').slice(1)
  .map((line) => line.split(';').map((field) => field.replace(/^"|"$/g, '')));

// A number in [0, bound) that depends only on the words (FNV-1a with a final mix).
const pick = (bound, ...words) => {
  let h = 2166136261;
  for (const c of words.join('/')) h = Math.imul(h ^ c.codePointAt(0), 16777619);
  h ^= h >>> 16; h = Math.imul(h, 2246822507); h ^= h >>> 13; h = Math.imul(h, 3266489909); h ^= h >>> 16;
  return (h >>> 0) % bound;
};

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'];
const femaleNames = [...'芳娜敏静丽艳娟霞秀英慧巧美玉萍红月燕玲桂兰洁梅琳素云莲真环雪荣爱妹香凤瑞莉'];
const maleNames = [...'伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建国志文德海山仁'];
const nameOf = (gender, ...words) => {
  const given = gender === 'F' ? femaleNames : maleNames;
  const first = given[pick(given.length, 'first', ...words)];
  const second = pick(100, 'two', ...words) < 70 ? given[pick(given.length, 'second', ...words)] : '';
  return surnames[pick(surnames.length, 'surname', ...words)] + first + second;
};

const regionsZh = {
  'Prague': '布拉格', 'central Bohemia': '中波希米亚', 'south Bohemia': '南波希米亚', 'west Bohemia': '西波希米亚',
  'north Bohemia': '北波希米亚', 'east Bohemia': '东波希米亚', 'south Moravia': '南摩拉维亚', 'north Moravia': '北摩拉维亚',
};
const slug = (region) => region.toLowerCase().replaceAll(' ', '-');
const two = (n) => String(n).padStart(2, '0');
const csv = (header, lines) => `${header.join(',')}\n${lines.map((line) => line.map((v) => (/[",\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v)).join(',')).join('\n')}\n`;
const zip = (name, text) => {
  const bytes = gzipSync(Buffer.from(text, 'utf8'), { level: 9 });
  bytes[9] = 255; // the operating system byte of the gzip header differs between machines
  writeFileSync(name, bytes);
};

const districts = rows('district').map(([code, name, region]) => ({ code: Number(code), name, region, path: `/hq/${slug(region)}/d${two(code)}/` }));
const managersOf = (district) => Array.from({ length: 2 + (district.code % 2) }, (_, i) => `m${two(district.code)}${two(i + 1)}`);

const org = [['/hq/', 'head_office', '知客示例银行总行', 'Head office', '', '']];
for (const region of Object.keys(regionsZh)) org.push([`/hq/${slug(region)}/`, 'branch', `${regionsZh[region]}分行`, `${region} branch`, '', '']);
for (const d of districts) org.push([d.path, 'outlet', `${d.name} 支行`, `${d.name} outlet`, `d${two(d.code)}`, String(d.code)]);
writeFileSync('org.csv', csv(['path', 'kind', 'name_zh', 'name_en', 'outlet_id', 'district'], org));

const staff = [
  ['admin', '系统管理员', 'administrator', '/hq/'],
  ['wang.lan', '王岚', 'strategist', '/hq/'],
  ['li.wei', '李维', 'strategist', '/hq/'],
  ['auditor', '审计员', 'auditor', '/hq/'],
  ['zhao.he', '赵合', 'compliance_officer', '/hq/'],
  ['qian.yu', '钱予', 'compliance_officer', '/hq/'],
];
for (const region of Object.keys(regionsZh)) staff.push([`branch.${slug(region)}`, nameOf(pick(2, region) ? 'F' : 'M', 'branch', region), 'branch_manager', `/hq/${slug(region)}/`]);
for (const d of districts) {
  staff.push([`outlet.d${two(d.code)}`, nameOf(pick(2, 'o', d.code) ? 'F' : 'M', 'outlet', d.code), 'outlet_manager', d.path]);
  for (const m of managersOf(d)) staff.push([m, nameOf(pick(2, m) ? 'F' : 'M', 'manager', m), 'customer_manager', d.path]);
}
writeFileSync('staff.csv', csv(['staff', 'name_zh', 'role', 'org_path'], staff));

// GB 11643 check digit; the area code 9901xx is not assigned to any place.
const identityNumber = (district, born, gender, id) => {
  const order = 2 * pick(500, 'order', id) + (gender === 'M' ? 1 : 0);
  const body = `9901${two(district)}${born}${String(order).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11];
};

const streets = ['和平路', '建设街', '人民路', '解放大道', '文化巷', '学院路', '滨河路', '新华街', '中山路', '育才街'];
const grantedShare = { sms: 92, email: 80, push: 75, in_app: 97, call: 90, work_order: 90 };
const people = [];
const consents = [];
const byCode = new Map(districts.map((d) => [d.code, d]));
rows('client').forEach(([id, birth, districtCode]) => {
  const district = byCode.get(Number(districtCode));
  const month = Number(birth.slice(2, 4));
  const gender = month > 50 ? 'F' : 'M';
  const born = `19${birth.slice(0, 2)}${two(month > 50 ? month - 50 : month)}${birth.slice(4)}`;
  const managers = managersOf(district);
  people.push([
    id, nameOf(gender, 'client', id), `1990000${String(people.length + 1).padStart(4, '0')}`, `client${id}@example.com`,
    identityNumber(district.code, born, gender, id),
    `${district.name}区${streets[pick(streets.length, 'street', id)]}${1 + pick(280, 'house', id)}号`,
    managers[pick(managers.length, 'owner', id)],
  ]);
  for (const [channel, share] of Object.entries(grantedShare)) consents.push([id, channel, pick(100, 'consent', channel, id) < share ? 'yes' : 'no', '1993-01-01']);
});
zip('people.csv.gz', csv(['client_id', 'name', 'phone', 'email', 'id_number', 'address', 'manager'], people));
zip('consents.csv.gz', csv(['client_id', 'channel', 'granted', 'decided_on'], consents));
